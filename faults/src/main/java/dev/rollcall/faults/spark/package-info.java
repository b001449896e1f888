/**
 * T9: Spark drivers that halt. {@code HaltedDrivers} is the test, {@code HaltingDriver} the program
 * that it runs in a JVM of its own, {@code UserPipeline} what both engines run, and {@code
 * UserStores} what is compared.
 */
@NullMarked
package dev.rollcall.faults.spark;

import org.jspecify.annotations.NullMarked;
