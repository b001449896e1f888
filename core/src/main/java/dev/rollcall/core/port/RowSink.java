package dev.rollcall.core.port;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Row;
import java.util.List;
import java.util.Optional;

/**
 * Stores rows by key.
 *
 * <p><b>Guarantee.</b> When {@link #write} returns, every row that is not rejected is durable, or a
 * newer row of its key is. The whole row is written: a null column replaces an old value.
 *
 * <p><b>Ordering.</b> None is needed: of two rows of one key the newer version wins, whichever is
 * written first. One call holds at most one row per key.
 *
 * <p><b>Deletes.</b> A row that is {@link VersionedRow#deleted} removes the row of its key, and has
 * a version like any other: it wins over older rows and loses to newer ones, in any order and
 * however often it is written. So the store must remember it.
 *
 * <p><b>Threading.</b> {@code write} may be called by several threads at once.
 *
 * <p><b>Idempotence.</b> Writing a row again changes nothing.
 *
 * <p><b>Failure.</b> A row whose data the store cannot take is returned as a {@link Rejection}, and
 * the other rows of the call are written all the same. {@link
 * dev.rollcall.core.error.TransientException}: nothing is known of any row; write all of them
 * again. {@link dev.rollcall.core.error.FatalException}: the run cannot go on.
 */
public interface RowSink extends AutoCloseable {

  /** Writes rows; returns which of them are not written, and why. */
  Result write(List<VersionedRow> rows);

  /**
   * Removes the parts of these rows that are older than they: the rows here whose key begins with
   * the key of one of them, with a version before its own, or the same one if it is deleted. A part
   * that is as old as its whole stays, and one that is written later and is older must not come
   * back. Default: does nothing, for stores in which a view shows the parts that are live.
   *
   * @param wholes rows of another target, with their versions
   */
  default void removeParts(List<VersionedRow> wholes) {
    // a view shows what is live
  }

  /**
   * The definitions that write the target. The engine asks it once, before the first write.
   * Default: keeps none, and takes rows of any.
   */
  default DefinitionRegistry definitions() {
    return DefinitionRegistry.NONE;
  }

  /**
   * What a rebuild has left: the rows of lower definitions than this one, which it did not replace.
   * Looks at all rows. Default: empty, for targets that keep one definition or cannot tell whose
   * rows they hold.
   */
  default Optional<StaleRows> staleRows(int definition) {
    return Optional.empty();
  }

  /**
   * Asked once, before the first write, if rows may be deleted.
   *
   * @throws ConfigurationException if the target cannot delete, with the remedy; by default: sinks
   *     that know nothing of deletes would write rows of nulls
   */
  default void requireDeletes() {
    throw new ConfigurationException(
        "this target takes no deletes, but the record type declares them (deletedWhere, tombstoneKey); write to one that does, or implement RowSink.requireDeletes and VersionedRow.deleted()");
  }

  @Override
  void close();

  /**
   * Rows of lower definitions, and what a user may run once the rebuild has caught up.
   *
   * @param count how many, 0 or more
   * @param list the statement that shows their keys
   * @param delete the statement that deletes them
   */
  record StaleRows(long count, String list, String delete) {}

  /**
   * The rows of one call that are not written.
   *
   * @param rejections those that the sink will never accept, in the order of their index
   * @param outdated the indexes of those of whose key the store holds a newer row or delete,
   *     ascending; empty from stores that cannot tell, where they count as written
   */
  record Result(List<Rejection> rejections, List<Integer> outdated) {

    /** All rows are written. */
    public static final Result WRITTEN = new Result(List.of(), List.of());

    public Result {
      rejections = List.copyOf(rejections);
      outdated = List.copyOf(outdated);
    }

    /** All rows but these are written. */
    public static Result rejecting(List<Rejection> rejections) {
      return new Result(rejections, List.of());
    }
  }

  /**
   * A row that a sink will never accept.
   *
   * @param index the row's place in the list that was written, from 0
   * @param reason where, got, expected; no payload
   */
  record Rejection(int index, String reason) {}

  /**
   * A row and what decides whether it is newer than the stored one.
   *
   * @param row the whole row, nulls included
   * @param version newer wins
   * @param deleted whether the row of this key is to go; then {@code row} has a value in the key
   *     columns only
   */
  record VersionedRow(Row row, Row.Version version, boolean deleted) {

    /** A row to be written. */
    public VersionedRow(Row row, Row.Version version) {
      this(row, version, false);
    }
  }
}
