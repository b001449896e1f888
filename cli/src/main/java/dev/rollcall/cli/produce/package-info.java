/**
 * The way of users into Kafka: {@link dev.rollcall.cli.produce.UserOrigin} says from where, {@link
 * dev.rollcall.cli.produce.UserLoad} brings them, {@link dev.rollcall.cli.produce.ProduceCommand}
 * is the command.
 */
@NullMarked
package dev.rollcall.cli.produce;

import org.jspecify.annotations.NullMarked;
