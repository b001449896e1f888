/**
 * The way of users into Kafka: {@link dev.rollcall.cli.produce.UserOrigin} says from where, {@code
 * UserLoad} and {@link dev.rollcall.cli.produce.PagedLoad} bring them, {@link
 * dev.rollcall.cli.produce.ProduceCommand} is the command.
 */
@NullMarked
package dev.rollcall.cli.produce;

import org.jspecify.annotations.NullMarked;
