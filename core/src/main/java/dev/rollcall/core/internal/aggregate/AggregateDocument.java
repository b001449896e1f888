package dev.rollcall.core.internal.aggregate;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.accumulator.StateReader;
import dev.rollcall.core.internal.accumulator.StateWriter;
import dev.rollcall.core.record.SourcePartition;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The stored document of one aggregate key: its merged state, and the highest offset applied of
 * each source partition. Its fields are immutable, the accumulators are not. Not threadsafe.
 *
 * <p>The bytes, format version {@value #FORMAT_VERSION}: the magic {@code RCAG}, one byte of format
 * version; pipeline, definition version, fingerprint; number of applied offsets, then source id,
 * partition and offset of each in their order; number of accumulators, then kind, type, scale and
 * state of each in the order of the measures; CRC-32C of all that. Equal content gives equal bytes.
 * Every format version stays readable. Version 1 has the same form; a program that knows only that
 * one does not know how definitions replace one another, and halts at version 2.
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
  public static final int FORMAT_VERSION = 2;

  public static final String REBUILD =
      "rebuild the aggregates by replay: raise the definition version, name a fresh store or"
          + " collection, and start the pipeline from the beginning of its source";

  private static final String MAGIC = "RCAG";

  public AggregateDocument {
    if (definitionVersion < 0) {
      throw new IllegalArgumentException(
          "definition version: got " + definitionVersion + ", expected 0 or more");
    }
    appliedOffsets = AppliedOffsets.of(appliedOffsets);
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
    AppliedOffsets.of(appliedOffsets).write(out);
    accumulators.write(out);
    return out.toCheckedBytes();
  }

  /**
   * What a document says before its state, readable whatever its measures are.
   *
   * @param format the format version, 1 or 2
   */
  public record Header(
      int format,
      String pipeline,
      int definitionVersion,
      String fingerprint,
      SortedMap<SourcePartition, Long> appliedOffsets) {}

  /**
   * Decodes what stands before the state.
   *
   * @throws FatalException if the bytes are cut off, damaged or of an unknown format
   */
  public static Header header(byte[] bytes) {
    return begun(bytes).header();
  }

  /**
   * Decodes what stands before the state of a document that a definition may take or replace.
   *
   * @throws FatalException if the bytes are cut off, damaged or of an unknown format
   * @throws ConfigurationException if it may do neither
   */
  public static Header header(byte[] bytes, AggregateOwner owner) {
    Header header = header(bytes);
    owner.counts(header);
    return header;
  }

  /**
   * Decodes the offsets of a document; none if it counts as absent for a definition.
   *
   * @throws FatalException if the bytes are cut off, damaged or of an unknown format
   * @throws ConfigurationException if the definition may neither take nor replace it
   */
  public static SortedMap<SourcePartition, Long> appliedOffsets(
      byte[] bytes, AggregateOwner owner) {
    Header header = header(bytes);
    return owner.counts(header) ? header.appliedOffsets() : Collections.emptySortedMap();
  }

  /** A document read up to its state, and the reader of what follows. */
  private record Begun(Header header, StateReader rest) {}

  private static Begun begun(byte[] bytes) {
    StateReader whole = new StateReader(bytes);
    for (int i = 0; i < MAGIC.length(); i++) {
      if (whole.octet("magic") != MAGIC.charAt(i)) {
        throw whole.corrupt("magic");
      }
    }
    int format = whole.octet("format version");
    if (format < 1 || format > FORMAT_VERSION) {
      throw new FatalException(
          "aggregate state: got format version "
              + format
              + ", expected "
              + FORMAT_VERSION
              + "; it was written by a newer Rollcall: run that one");
    }
    StateReader in = whole.checked();
    Header header =
        new Header(
            format,
            in.text("pipeline"),
            in.between(0, Integer.MAX_VALUE, "definition version"),
            in.text("fingerprint"),
            AppliedOffsets.read(in));
    return new Begun(header, in);
  }

  /**
   * Decodes a document of any definition that has the same measures.
   *
   * @throws FatalException if the bytes are cut off, damaged or of an unknown format
   * @throws ConfigurationException if they hold the state of other measures or column types
   */
  public static AggregateDocument decode(byte[] bytes, Aggregator aggregator) {
    return Objects.requireNonNull(decode(bytes, aggregator, header -> true));
  }

  /**
   * Decodes a document that counts for a definition.
   *
   * @return null if it counts as absent: it is of a lower version, and to be replaced
   * @throws FatalException if the bytes are cut off, damaged or of an unknown format
   * @throws ConfigurationException if the definition refuses it, or it has other measures
   */
  public static @Nullable AggregateDocument decode(
      byte[] bytes, Aggregator aggregator, AggregateOwner owner) {
    return decode(bytes, aggregator, owner::counts);
  }

  private static @Nullable AggregateDocument decode(
      byte[] bytes, Aggregator aggregator, Predicate<Header> counts) {
    Begun begun = begun(bytes);
    Header header = begun.header();
    if (!counts.test(header)) {
      return null;
    }
    StateReader in = begun.rest();
    Accumulators accumulators = aggregator.create();
    if (!accumulators.read(in)) {
      throw new ConfigurationException(
          "aggregation '"
              + aggregator.aggregation().name()
              + "': the stored document of pipeline '"
              + header.pipeline()
              + "', definition version "
              + header.definitionVersion()
              + ", has other measures or column types than the definition; "
              + REBUILD);
    }
    in.requireEnd();
    return new AggregateDocument(
        header.pipeline(),
        header.definitionVersion(),
        header.fingerprint(),
        header.appliedOffsets(),
        accumulators);
  }
}
