/** Processes that tests start, wait for and stop. */
@NullMarked
package dev.rollcall.testkit.process;

import org.jspecify.annotations.NullMarked;
