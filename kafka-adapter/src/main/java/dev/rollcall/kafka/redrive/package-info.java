/**
 * Sends dead letters again, each once: start with {@link dev.rollcall.kafka.redrive.Redrive}, which
 * lists letters as {@link dev.rollcall.kafka.redrive.LetterStatus} and answers with {@link
 * dev.rollcall.kafka.redrive.RedriveResult}.
 *
 * <p>How it works, in reading order: {@code RedrivePlanner} decides about each letter, with {@code
 * RedriveTargets} (where to) and core's {@code ElementRedrive.Finder} (what); {@code RedriveRun}
 * sends the {@code PlannedRedrive}s, each with its {@code RedriveMark} in one of the {@code
 * RedriveTransactions}; a compacted topic keeps the marks. {@code LetterBar} marks letters that
 * must never be sent.
 */
@NullMarked
package dev.rollcall.kafka.redrive;

import org.jspecify.annotations.NullMarked;
