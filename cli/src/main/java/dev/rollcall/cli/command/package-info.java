/**
 * The {@code rollcall} command. {@link dev.rollcall.cli.command.Rollcall} is its main class and
 * lists the subcommands; {@code Flattening} is the one way from files to rows and dead letters that
 * {@code flatten} and {@code aggregate} share. Nothing here loads Spark, Kafka or a driver, so that
 * these commands start in a moment.
 */
@NullMarked
package dev.rollcall.cli.command;

import org.jspecify.annotations.NullMarked;
