/**
 * The way of users into Kafka: {@link dev.rollcall.examples.produce.UserOrigin} says from where,
 * {@link dev.rollcall.examples.produce.UserLoad} brings them, {@link
 * dev.rollcall.examples.produce.ProduceCommand} is the command.
 */
@NullMarked
package dev.rollcall.examples.produce;

import org.jspecify.annotations.NullMarked;
