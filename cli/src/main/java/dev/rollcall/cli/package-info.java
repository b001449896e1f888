/**
 * The {@code rollcall} command. {@link dev.rollcall.cli.Rollcall} is its main class and lists the
 * subcommands; each has a package of its own name, and {@code api} stands here.
 *
 * <p>{@code flatten} turns files into rows and groups; {@code letters}, {@code replay} and {@code
 * erase} tend a topic; {@code produce}, {@code system} and {@code demo} run whole pipelines. What
 * they share is in {@code input} (reading files), {@code console} (writing for people), {@code
 * config} and {@code metrics}.
 */
@NullMarked
package dev.rollcall.cli;

import org.jspecify.annotations.NullMarked;
