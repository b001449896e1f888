package dev.rollcall.core.internal.accumulator;

import dev.rollcall.core.internal.accumulator.OncePer.Id;
import dev.rollcall.core.record.Row;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of each id once, and those without an id each. Exact up to {@link
 * OncePer#MAX_IDS} ids; beyond that it holds nothing but that it has seen too many, which no merge
 * undoes. The state is a function of the set of ids and the number of rows without. Which of the
 * rows of an id counts makes no difference to a count, so it keeps no places.
 */
public final class OnceCountAccumulator implements Accumulator {

  private final OncePer oncePer;
  private final TreeSet<Id> ids = new TreeSet<>();
  private long withoutId;
  private boolean isOverflown;

  OnceCountAccumulator(OncePer oncePer) {
    this.oncePer = oncePer;
  }

  static OnceCountAccumulator read(StateReader in, OncePer oncePer) {
    OnceCountAccumulator read = new OnceCountAccumulator(oncePer);
    if (!OncePer.isKnown(in)) {
      read.overflow();
      return read;
    }
    read.withoutId = in.tally("count");
    int count = in.between(0, OncePer.MAX_IDS, "number of ids");
    for (int i = 0; i < count; i++) {
      Id id = Id.read(in);
      if (i > 0 && id.compareTo(read.ids.last()) <= 0) {
        throw in.corrupt("order of the ids");
      }
      read.ids.add(id);
    }
    return read;
  }

  /** The number of different ids and of rows without; null if there are too many ids. */
  public @Nullable Long count() {
    return isOverflown ? null : Math.addExact(withoutId, ids.size());
  }

  @Override
  public void accumulate(Row row, int position, RowPlace place) {
    if (isOverflown) {
      return;
    }
    Id id = oncePer.of(row);
    if (id == null) {
      withoutId = Math.addExact(withoutId, 1);
    } else {
      add(id);
    }
  }

  private void add(Id id) {
    if (ids.add(id) && ids.size() > OncePer.MAX_IDS) {
      overflow();
    }
  }

  private void overflow() {
    isOverflown = true;
    ids.clear();
    withoutId = 0;
  }

  @Override
  public void merge(Accumulator other) {
    OnceCountAccumulator that = (OnceCountAccumulator) other;
    if (that.isOverflown) {
      overflow();
    }
    if (isOverflown) {
      return;
    }
    withoutId = Math.addExact(withoutId, that.withoutId);
    for (Id id : that.ids) {
      if (isOverflown) {
        return;
      }
      add(id);
    }
  }

  @Override
  public boolean isEmpty() {
    return !isOverflown && withoutId == 0 && ids.isEmpty();
  }

  @Override
  public void write(StateWriter out) {
    if (isOverflown) {
      out.unsigned(OncePer.OVERFLOWN);
      return;
    }
    out.unsigned(OncePer.KNOWN);
    out.unsigned(withoutId);
    out.unsigned(ids.size());
    ids.forEach(id -> id.write(out));
  }
}
