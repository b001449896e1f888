/** The command against a real broker. */
@NullMarked
package dev.rollcall.cli.erase;

import org.jspecify.annotations.NullMarked;
