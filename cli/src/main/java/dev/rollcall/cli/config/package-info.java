/**
 * The file that {@code --config} names. Read {@link dev.rollcall.cli.config.ConfigOptions} first:
 * it sets the options of a command that the command line does not, and gives the servers. What is
 * wrong with a file is said all at once, each fault with its key and place, and never with the
 * address of a server.
 */
@NullMarked
package dev.rollcall.cli.config;

import org.jspecify.annotations.NullMarked;
