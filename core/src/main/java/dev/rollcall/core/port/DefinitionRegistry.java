package dev.rollcall.core.port;

import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that write one target, of rows or of an aggregation, kept beside it in the table
 * or collection {@value #NAME}: one entry for each pipeline. It tells people early what cannot
 * work; what protects rows is their {@link dev.rollcall.core.record.Row.Version}, and documents
 * carry their definition, so a worker of a lower version that was admitted before a higher one
 * harms nothing. Of an aggregation, several pipelines may write: their documents have different
 * keys. Threadsafe.
 */
public interface DefinitionRegistry {

  /**
   * The name of the table or collection: {@value}. Columns: target, pipeline, version, since,
   * details.
   */
  String NAME = "rollcall_definitions";

  /**
   * A definition.
   *
   * @param pipeline the pipeline's name
   * @param version the version of its definition, from 1
   * @param details text of any length; of rows, which rule orders them: "" for the record's time.
   *     Stores keep it and do not read it
   */
  record Entry(String pipeline, int version, String details) {

    /** Without details. */
    public Entry(String pipeline, int version) {
      this(pipeline, version, "");
    }

    private String order() {
      return details.isEmpty() ? "rows ordered by the record's time" : details;
    }

    @Override
    public String toString() {
      return "pipeline '%s' version %d".formatted(pipeline, version);
    }
  }

  /** Keeps nothing and admits all: for targets without a registry. */
  DefinitionRegistry NONE =
      new DefinitionRegistry() {
        @Override
        public List<Entry> entries() {
          return List.of();
        }

        @Override
        public boolean replace(@Nullable Entry stored, Entry entry) {
          return true;
        }
      };

  /** All entries of the target. */
  List<Entry> entries();

  /**
   * Replaces an entry atomically.
   *
   * @param stored what {@link #entries} has given, or null to add the first entry of this pipeline
   * @return false if the entry is another by now; nothing is changed then
   */
  boolean replace(@Nullable Entry stored, Entry entry);

  /**
   * What a user has to run before a definition may be entered, in a store where rows of two
   * versions would mix. Default: nothing, because rows of the higher version replace the others.
   *
   * @param stored the lower version that is entered; null if the pipeline has no entry
   * @return empty if the definition may be entered now
   */
  default List<String> statementsBefore(@Nullable Entry stored, Entry ours) {
    return List.of();
  }

  /**
   * Whether the store compares definitions before times. Where it does not, all that write a target
   * must order its rows by one rule, whatever their versions. Default: true.
   */
  default boolean ordersByDefinition() {
    return true;
  }

  /**
   * Finds our pipeline's entry, or says why our definition may not write: a lower version would
   * report rows as written and change none.
   *
   * @throws ConfigurationException if a higher version writes the target, or another pipeline does
   *     and the target is not shared, or if {@link #statementsBefore} names some
   */
  default Optional<Entry> require(RowTarget target, Entry ours) {
    Entry stored = null;
    List<Entry> entries = entries();
    for (Entry entry : entries) {
      if (entry.pipeline().equals(ours.pipeline())) {
        stored = entry;
      } else if (!target.isShared()) {
        throw new ConfigurationException(
            "%s: got %s, but %s writes this target; name another target, or, if both are to write it, say so with shared() in both"
                .formatted(target.name(), ours, entry));
      }
    }
    if (stored != null && stored.version() > ours.version()) {
      throw new ConfigurationException(
          "%s: got %s, but %s has written this target since: an earlier version would report rows as written that change nothing. To go back, give the earlier definition a version above %d and replay it; if the target was emptied or made anew, delete its entry from %s"
              .formatted(target.name(), ours, stored, stored.version(), NAME));
    }
    requireOneOrder(entries, target, ours);
    List<String> statements = ours.equals(stored) ? List.of() : statementsBefore(stored, ours);
    if (!statements.isEmpty()) {
      throw new ConfigurationException(
          "%s: got %s, but %s:%n%s"
              .formatted(
                  target.name(),
                  ours,
                  stored == null ? unknownRows(ours) : rowsOf(stored),
                  String.join(System.lineSeparator(), statements)));
    }
    return Optional.ofNullable(stored);
  }

  /** Versions that two rules give cannot be compared, unless the definition decides before. */
  private void requireOneOrder(List<Entry> entries, RowTarget target, Entry ours) {
    for (Entry entry : entries) {
      boolean meets =
          entry.version() == ours.version()
              || !ordersByDefinition() && !entry.pipeline().equals(ours.pipeline());
      if (meets && !entry.details().equals(ours.details())) {
        throw new ConfigurationException(
            "%s: got %s with %s, but %s writes %s here, and rows that meet must be ordered by one rule; %s"
                .formatted(
                    target.name(),
                    ours,
                    ours.order(),
                    entry,
                    entry.order(),
                    ordersByDefinition()
                        ? "raise the version above " + entry.version()
                        : "name another target"));
      }
    }
  }

  private static String unknownRows(Entry ours) {
    return "nothing says which of its versions wrote rows here, and in this store rows of two versions mix. If none but version %d did%s, say so with the statement below; else name another target, or empty this one, and replay"
        .formatted(ours.version(), ours.details().isEmpty() ? "" : ", with " + ours.details());
  }

  private static String rowsOf(Entry stored) {
    return "the rows that are stored are of version %d, and in this store rows of two versions mix. Name another target, replay into it and switch its readers; or stop all that write this one, run the statements below, and replay all of them"
        .formatted(stored.version());
  }

  /**
   * Enters our definition, which must be admitted at that moment.
   *
   * @throws ConfigurationException as {@link #require}
   */
  default void enter(RowTarget target, Entry ours) {
    Optional<Entry> stored = require(target, ours);
    while (!stored.equals(Optional.of(ours)) && !replace(stored.orElse(null), ours)) {
      stored = require(target, ours);
    }
  }
}
