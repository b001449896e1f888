package dev.rollcall.core.internal.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a record whose fields are noted, one record after another. Where a field tells the
 * elements that count, it is known only at the end of each whether what was noted of it does. Not
 * threadsafe.
 */
public final class SeenObjects {

  private CoverageCounter coverage;
  private final boolean takesAll;

  /** Those that have begun, each within the one before. */
  private final Deque<Optional<SeenFields.SeenObject>> begun = new ArrayDeque<>();

  public SeenObjects(CoverageCounter coverage, boolean takesAll) {
    this.coverage = coverage;
    this.takesAll = takesAll;
  }

  /** Notes the fields of the next records in another counter. */
  public void countIn(CoverageCounter other) {
    coverage = other;
  }

  /** Begins a record. */
  public void clear() {
    begun.clear();
  }

  /** Where to note the fields of the next object; null if they are not noted. */
  public SeenFields.@Nullable SeenObject begin() {
    if (takesAll) {
      return coverage.next();
    }
    SeenFields.SeenObject apart = coverage.apart();
    begun.push(Optional.ofNullable(apart));
    return apart;
  }

  /** Counts what was noted of the object begun last if it counts, which is returned. */
  public boolean end(boolean counts) {
    if (!takesAll) {
      Optional<SeenFields.SeenObject> apart = begun.pop();
      if (counts) {
        apart.ifPresent(coverage::add);
      }
    }
    return counts;
  }
}
