/**
 * Processes that tests start, wait for and stop: {@link dev.rollcall.testkit.process.ChildProcess}.
 */
@NullMarked
package dev.rollcall.testkit.process;

import org.jspecify.annotations.NullMarked;
