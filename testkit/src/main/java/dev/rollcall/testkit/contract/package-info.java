/**
 * What every adapter of a port must do, as published JUnit classes: {@code RowSinkContract}, {@code
 * AggregateStoreContract}, {@code DeadLettersContract}. An adapter's integration test extends the
 * contract and says how to open the port and how to read back what it stored; the ports in memory
 * pass the same tests. Whoever writes an adapter of their own starts here.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
