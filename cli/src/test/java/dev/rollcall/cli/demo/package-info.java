/** The demonstration as a process, and with the plug pulled. */
@NullMarked
package dev.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;
