/**
 * Processes that tests start, wait for and stop: {@link dev.rollcall.testkit.process.ChildProcess};
 * {@link dev.rollcall.testkit.process.ChildJvm} is the command line of one with this class path;
 * {@link dev.rollcall.testkit.process.Checkout} asks git which commit is tested.
 */
@NullMarked
package dev.rollcall.testkit.process;

import org.jspecify.annotations.NullMarked;
