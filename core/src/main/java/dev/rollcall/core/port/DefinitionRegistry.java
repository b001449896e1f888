package dev.rollcall.core.port;

import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that write one target, kept beside it in the table or collection {@value #NAME}:
 * one entry for each pipeline. It tells people early what cannot work; what protects rows is their
 * {@link dev.rollcall.core.record.Row.Version}, so a worker of a lower version that was admitted
 * before a higher one harms nothing.
 */
public interface DefinitionRegistry {

  /** The name of the table or collection: {@value}. Columns: target, pipeline, version, since. */
  String NAME = "rollcall_definitions";

  /**
   * A definition.
   *
   * @param pipeline the pipeline's name
   * @param version the version of its definition, from 1
   */
  record Entry(String pipeline, int version) {
    @Override
    public String toString() {
      return "pipeline '%s' version %d".formatted(pipeline, version);
    }
  }

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
   * Admits a definition, or says why it may not write: a lower version would report rows as written
   * and change none.
   *
   * @param where the target, for messages
   * @param shared whether several pipelines write it on purpose
   * @throws ConfigurationException if a higher version, or another pipeline, has been admitted, or
   *     if {@link #statementsBefore} names some
   */
  static void admit(String where, DefinitionRegistry registry, Entry ours, boolean shared) {
    for (; ; ) {
      Entry stored = null;
      for (Entry entry : registry.entries()) {
        if (entry.pipeline().equals(ours.pipeline())) {
          stored = entry;
        } else if (!shared) {
          throw new ConfigurationException(
              "%s: got %s, but %s writes this target; name another target, or, if both are to write it, say so with shared() in both"
                  .formatted(where, ours, entry));
        }
      }
      if (stored != null && stored.version() > ours.version()) {
        throw new ConfigurationException(
            "%s: got %s, but %s has written this target since: its rows stay, whatever an earlier version writes. To go back, give the earlier definition a version above %d and replay it"
                .formatted(where, ours, stored, stored.version()));
      }
      if (ours.equals(stored)) {
        return;
      }
      List<String> statements = registry.statementsBefore(stored, ours);
      if (!statements.isEmpty()) {
        throw new ConfigurationException(
            "%s: got %s, but %s:%n%s"
                .formatted(
                    where,
                    ours,
                    stored == null ? unknownRows(ours) : rowsOf(stored),
                    String.join(System.lineSeparator(), statements)));
      }
      if (registry.replace(stored, ours)) {
        return;
      }
    }
  }

  private static String unknownRows(Entry ours) {
    return "nothing says which of its versions wrote rows here, and in this store rows of two versions mix. If none but version %d did, say so with the statement below; else name another target, or empty this one, and replay"
        .formatted(ours.version());
  }

  private static String rowsOf(Entry stored) {
    return "the rows that are stored are of version %d, and in this store rows of two versions mix. Name another target, replay into it and switch its readers; or stop all that write this one, run the statements below, and replay all of them"
        .formatted(stored.version());
  }
}
