package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.record.SourcePartition;

/**
 * Where a row comes from: the same on every engine and in every replay, and different for any two
 * rows of a branch.
 */
public interface RowPlace {

  /** Of rows that are aggregated without measures once per id. */
  RowPlace UNKNOWN =
      new RowPlace() {
        @Override
        public SourcePartition partition() {
          throw unknown();
        }

        @Override
        public long offset() {
          throw unknown();
        }

        @Override
        public int ordinal() {
          throw unknown();
        }

        private IllegalStateException unknown() {
          return new IllegalStateException("a measure once per id needs the places of rows");
        }
      };

  /** The source partition. */
  SourcePartition partition();

  /** The record's offset in it. */
  long offset();

  /** The row's place among those of the record. */
  int ordinal();
}
