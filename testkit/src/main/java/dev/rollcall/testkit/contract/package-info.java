/**
 * What every adapter of a port must do, as published JUnit classes: {@link
 * dev.rollcall.testkit.contract.RowSinkContract} and {@link
 * dev.rollcall.testkit.contract.CompositeKeyContract}, {@link
 * dev.rollcall.testkit.contract.AggregateStoreContract}, {@link
 * dev.rollcall.testkit.contract.DeadLettersContract}, {@link
 * dev.rollcall.testkit.contract.RecordSourceContract}, {@link
 * dev.rollcall.testkit.contract.RunLogContract}. An adapter's test extends the contract, says how
 * to open the port and how to look into the store, and inherits the tests; the ports in memory pass
 * the same ones. What only one store does (its types, its time to live, its messages) is not here:
 * the adapter tests it beside its subclass.
 *
 * <p>Read {@code RowSinkContract} first; {@code SampleRows}, {@code SampleKeys} and {@code
 * AggregateFixtures} are what the contracts write, {@code SharedDocuments} and {@code HotDocument}
 * how several writers meet.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
