/**
 * Whole systems to copy from, one file each: what is read, what becomes of it, where it goes, and a
 * {@code main} that runs it. Read {@link dev.rollcall.examples.OwnRecordType} first, which needs no
 * server, then {@link dev.rollcall.examples.CreatedUsers}, the shortest over real ones. {@code
 * rollcall run} runs these very classes; comparing their tables with the source is the command's
 * work, not theirs.
 */
@NullMarked
package dev.rollcall.examples;

import org.jspecify.annotations.NullMarked;
