/** The file that {@code --config} names, read by the real command. */
@NullMarked
package dev.rollcall.cli.config;

import org.jspecify.annotations.NullMarked;
