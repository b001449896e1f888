package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import java.util.Optional;

/**
 * The definition that a program runs of one aggregation, and what it thinks of others. Immutable
 * and threadsafe.
 *
 * @param version the version of the pipeline's definition
 * @param fingerprints of the definition: what is written now, then what earlier versions of
 *     Rollcall wrote for the same definition
 */
public record AggregateOwner(
    String aggregation, String pipeline, int version, List<String> fingerprints, Mode mode) {

  /** What happens to documents of lower versions. */
  public enum Mode {
    /** They halt the run. */
    STREAM,
    /** They count as absent: {@code rebuild()}. */
    REBUILD,
    /** They count as absent: a batch computes every document anew. */
    BATCH
  }

  /** The fingerprint that is written. */
  public String fingerprint() {
    return fingerprints.get(0);
  }

  /**
   * Whether a document is of this definition; false if it counts as absent.
   *
   * @throws ConfigurationException if it may be neither taken nor replaced
   */
  boolean counts(AggregateDocument.Header document) {
    if (!document.pipeline().equals(pipeline)) {
      throw new ConfigurationException(
          "aggregation '%s': got a document of pipeline '%s', expected '%s'; %s"
              .formatted(aggregation, document.pipeline(), pipeline, AggregateDocument.REBUILD));
    }
    String problem =
        problem(document.definitionVersion(), document.fingerprint(), "a document").orElse(null);
    if (problem != null) {
      throw new ConfigurationException(problem);
    }
    return isOurs(document.definitionVersion(), document.fingerprint());
  }

  /** Whether this is our definition, under one of its fingerprints. */
  public boolean isOurs(int storedVersion, String storedFingerprint) {
    return storedVersion == version && fingerprints.contains(storedFingerprint);
  }

  /**
   * Why aggregates of a definition may be neither taken nor replaced, and what to do.
   *
   * @param what was found, in words: {@code a document}
   */
  public Optional<String> problem(int storedVersion, String storedFingerprint, String what) {
    if (isOurs(storedVersion, storedFingerprint)
        || storedVersion < version && mode != Mode.STREAM) {
      return Optional.empty();
    }
    return Optional.of(
        "aggregation '%s': got %s of pipeline '%s', definition version %d, fingerprint %s; expected %d, %s; %s"
            .formatted(
                aggregation,
                what,
                pipeline,
                storedVersion,
                storedFingerprint,
                version,
                fingerprint(),
                remedy(storedVersion)));
  }

  private String remedy(int storedVersion) {
    if (storedVersion > version) {
      return "a higher version has written since: run that one, or give the earlier definition a version above %d and %s"
          .formatted(storedVersion, replay());
    }
    String goBack = "go back to the definition that wrote it, or ";
    if (storedVersion < version) {
      return goBack
          + replay()
          + "; if version %d is not being rebuilt already, as the run then says, also raise the version"
              .formatted(version);
    }
    return "if only a column came, went or changed that this aggregation does not read, declare it elseNull() and let where, derived, require and otherwise name the columns they read; otherwise "
        + goBack
        + "raise the version above %d and %s".formatted(version, replay());
  }

  private String replay() {
    return switch (mode) {
      case STREAM ->
          "rebuild the aggregates by replay: add rebuild() to the pipeline, and start it from the beginning of its source";
      case REBUILD -> "rebuild the aggregates by replay from the beginning of the source";
      case BATCH -> "run the batch again";
    };
  }
}
