package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.accumulator.StateReader;
import dev.rollcall.core.internal.accumulator.StateWriter;
import dev.rollcall.core.record.SourcePartition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stored document of one aggregate key: its merged state, and the highest offset applied of
 * each source partition. Its fields are immutable, the accumulators are not. Not threadsafe.
 *
 * <p>The bytes, format version {@value #FORMAT_VERSION}: the magic {@code RCAG}, one byte of format
 * version; pipeline, definition version, fingerprint; number of applied offsets, then source id,
 * partition and offset of each in their order; number of accumulators, then kind, type, scale and
 * state of each in the order of the measures; CRC-32C of all that. Equal content gives equal bytes.
 * Every format version stays readable.
 *
 * @param pipeline the pipeline's name
 * @param definitionVersion the version that the user gave the pipeline's definition; 0 or more
 * @param fingerprint of the pipeline's definition
 * @param appliedOffsets per source partition that contributed to this document, the highest offset
 *     applied
 * @param accumulators the merged state
 */
public record AggregateDocument(
    String pipeline,
    int definitionVersion,
    String fingerprint,
    SortedMap<SourcePartition, Long> appliedOffsets,
    Accumulators accumulators) {

  /** The format version that {@link #encode} writes: {@value}. */
  public static final int FORMAT_VERSION = 1;

  public static final String REBUILD =
      "rebuild the aggregates by replay: raise the definition version, name a fresh store or"
          + " collection, and start the pipeline from the beginning of its source";

  private static final String MAGIC = "RCAG";

  public AggregateDocument {
    if (definitionVersion < 0) {
      throw new IllegalArgumentException(
          "definition version: got " + definitionVersion + ", expected 0 or more");
    }
    SortedMap<SourcePartition, Long> copy = new TreeMap<>();
    copy.putAll(appliedOffsets);
    appliedOffsets = Collections.unmodifiableSortedMap(copy);
  }

  /** Encodes the document. */
  public byte[] encode() {
    StateWriter out = new StateWriter();
    for (int i = 0; i < MAGIC.length(); i++) {
      out.octet(MAGIC.charAt(i));
    }
    out.octet(FORMAT_VERSION);
    out.text(pipeline);
    out.unsigned(definitionVersion);
    out.text(fingerprint);
    out.unsigned(appliedOffsets.size());
    for (Map.Entry<SourcePartition, Long> applied : appliedOffsets.entrySet()) {
      out.text(applied.getKey().sourceId());
      out.unsigned(applied.getKey().partition());
      out.signed(applied.getValue());
    }
    accumulators.write(out);
    return out.toCheckedBytes();
  }

  /**
   * Decodes a document. Call {@link #requireSame} before using it.
   *
   * @throws FatalException if they are cut off, damaged or of an unknown format
   * @throws ConfigurationException if they hold the state of other measures or column types
   */
  public static AggregateDocument decode(byte[] bytes, Aggregator aggregator) {
    StateReader whole = new StateReader(bytes);
    for (int i = 0; i < MAGIC.length(); i++) {
      if (whole.octet("magic") != MAGIC.charAt(i)) {
        throw whole.corrupt("magic");
      }
    }
    int format = whole.octet("format version");
    if (format != FORMAT_VERSION) {
      throw new FatalException(
          "aggregate state: got format version "
              + format
              + ", expected "
              + FORMAT_VERSION
              + "; it was written by a newer Rollcall: run that one");
    }
    StateReader in = whole.checked();
    String pipeline = in.text("pipeline");
    int definitionVersion = in.between(0, Integer.MAX_VALUE, "definition version");
    String fingerprint = in.text("fingerprint");
    SortedMap<SourcePartition, Long> applied = applied(in);
    Accumulators accumulators = aggregator.create();
    if (!accumulators.read(in)) {
      throw new ConfigurationException(
          "aggregation '"
              + aggregator.aggregation().name()
              + "': the stored document of pipeline '"
              + pipeline
              + "', definition version "
              + definitionVersion
              + ", has other measures or column types than the definition; "
              + REBUILD);
    }
    in.requireEnd();
    return new AggregateDocument(pipeline, definitionVersion, fingerprint, applied, accumulators);
  }

  private static SortedMap<SourcePartition, Long> applied(StateReader in) {
    SortedMap<SourcePartition, Long> applied = new TreeMap<>();
    int count = in.count(3, "number of source partitions");
    for (int i = 0; i < count; i++) {
      String sourceId = in.text("source id");
      int number = in.between(0, Integer.MAX_VALUE, "source partition");
      if (sourceId.isBlank()) {
        throw in.corrupt("source id");
      }
      SourcePartition partition = new SourcePartition(sourceId, number);
      if (!applied.isEmpty() && applied.lastKey().compareTo(partition) >= 0) {
        throw in.corrupt("order of the source partitions");
      }
      applied.put(partition, in.signed("applied offset"));
    }
    return applied;
  }

  /**
   * Refuses a document of another pipeline or another definition.
   *
   * @param formerFingerprints what earlier versions of Rollcall called the same definition
   * @throws ConfigurationException that says how to rebuild by replay
   */
  public void requireSame(
      String expectedPipeline,
      int expectedVersion,
      String expectedFingerprint,
      String... formerFingerprints) {
    if (!pipeline.equals(expectedPipeline)
        || definitionVersion != expectedVersion
        || !fingerprint.equals(expectedFingerprint)
            && !List.of(formerFingerprints).contains(fingerprint)) {
      throw new ConfigurationException(
          "aggregate document: got pipeline '%s', definition version %d, fingerprint %s; expected"
                  .formatted(pipeline, definitionVersion, fingerprint)
              + " '%s', %d, %s; go back to the definition that wrote it, or "
                  .formatted(expectedPipeline, expectedVersion, expectedFingerprint)
              + REBUILD);
    }
  }
}
