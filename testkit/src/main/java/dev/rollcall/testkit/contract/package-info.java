/**
 * Contracts of the ports, as published JUnit classes: {@link
 * dev.rollcall.testkit.contract.RowSinkContract} and {@link
 * dev.rollcall.testkit.contract.CompositeKeyContract}, {@link
 * dev.rollcall.testkit.contract.AggregateStoreContract}, {@link
 * dev.rollcall.testkit.contract.DeadLettersContract}, {@link
 * dev.rollcall.testkit.contract.RecordSourceContract}, {@link
 * dev.rollcall.testkit.contract.RunLogContract}. An adapter's test extends a contract, implements
 * how to open the port and how to look into the store, and inherits the tests. The ports in memory
 * pass the same tests. Not here: what only one store does (its types, its time to live, its
 * messages), which the adapter tests itself.
 *
 * <p>Read {@code RowSinkContract} first; {@code SampleRows}, {@code SampleKeys} and {@code
 * AggregateFixtures} are the data; {@code SharedDocuments} and {@code HotDocument} test several
 * writers at once.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
