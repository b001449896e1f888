/**
 * The part of T1 in which a second version of a definition rebuilds the aggregates of the first,
 * with the real core, while workers of both run, die and move. {@code RebuildRuns} runs it, {@code
 * RebuildWorld} is one run with its log, groups and {@code Operator}, {@code RebuildWorker} drives
 * the processors, {@code RebuildStore} is the model of documents and entries, {@code StoreView} and
 * {@code EntryView} are how one worker sees it, planted bugs included, and {@code RebuildLog}
 * counts the log again.
 */
@NullMarked
package dev.rollcall.faults.simulation.rebuild;

import org.jspecify.annotations.NullMarked;
