/**
 * The contract of each port as a published JUnit test class. An adapter extends the class, says how
 * to open the port and how to look into the store, and inherits the tests: {@link
 * dev.rollcall.testkit.contract.RowSinkContract} for row sinks, {@link
 * dev.rollcall.testkit.contract.AggregateStoreContract} for aggregate stores. What only one store
 * does (its types, its time to live, its messages) is not here: the adapter tests it beside its
 * subclass.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
