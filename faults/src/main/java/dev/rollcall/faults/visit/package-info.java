/**
 * The records of the tests on real logs, and the oracle. {@code Visits} is their type and the n-th
 * of them, {@code VisitProducer} sends them. {@code LogContent} reads the log again with a plain
 * consumer and a JSON tree, {@code StoreReader} reads back what workers stored, and {@code
 * Findings} compares both. Nothing of the pipeline is used to judge it.
 */
@NullMarked
package dev.rollcall.faults.visit;

import org.jspecify.annotations.NullMarked;
