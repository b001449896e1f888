package dev.rollcall.core.port;

import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An element that could not be used, and why. A store keeps id, reason and SHA-256; only a
 * dead-letter topic on the source's own cluster keeps the payload too.
 *
 * @param partition source partition of the record
 * @param source the source's name as people know it
 * @param offset offset of the record
 * @param ordinal the element's place in its record, from 0
 * @param stage where it failed
 * @param sink the sink that refused it, or "" for the other stages
 * @param reasonClass short, stable name of the reason, for counting: {@code malformed-json}
 * @param reason where, got, expected, remedy; no payload, no secret
 * @param attempt how often it has been tried, from 1
 * @param timestamp the record's own time
 * @param key the record's key
 * @param value the record's bytes, as they came; null too where they must not be kept
 * @param headers the record's headers in their order; empty too where they must not be kept
 * @param sha256 SHA-256 of the record's bytes, hexadecimal; of no bytes for a tombstone
 * @param element which element of the record it is
 * @param formerlyTaken whether earlier versions of Rollcall made a row of such an element: if one
 *     of them read the record, it was counted
 */
public record DeadLetter(
    SourcePartition partition,
    String source,
    long offset,
    int ordinal,
    Stage stage,
    String sink,
    String reasonClass,
    String reason,
    int attempt,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<SourceRecord.Header> headers,
    String sha256,
    Element element,
    boolean formerlyTaken)
    implements Serializable {

  // not the compact form: javac leaves the annotations of its parameters out of the class file
  public DeadLetter(
      SourcePartition partition,
      String source,
      long offset,
      int ordinal,
      Stage stage,
      String sink,
      String reasonClass,
      String reason,
      int attempt,
      Instant timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      List<SourceRecord.Header> headers,
      String sha256,
      Element element,
      boolean formerlyTaken) {
    this.partition = partition;
    this.source = source;
    this.offset = offset;
    this.ordinal = ordinal;
    this.stage = stage;
    this.sink = sink;
    this.reasonClass = reasonClass;
    this.reason = reason;
    this.attempt = attempt;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.headers = List.copyOf(headers);
    this.sha256 = sha256;
    this.element = element;
    this.formerlyTaken = formerlyTaken;
  }

  /** Without headers, and of an element whose place is not known; with the hash of the value. */
  public DeadLetter(
      SourcePartition partition,
      String source,
      long offset,
      int ordinal,
      Stage stage,
      String sink,
      String reasonClass,
      String reason,
      int attempt,
      Instant timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this(
        partition,
        source,
        offset,
        ordinal,
        stage,
        sink,
        reasonClass,
        reason,
        attempt,
        timestamp,
        key,
        value,
        List.of(),
        Texts.sha256(value == null ? new byte[0] : value),
        Element.UNKNOWN,
        false);
  }

  /**
   * An element of a record, beside its ordinal.
   *
   * @param path its place in the record: {@code $} for a record that is one element, or cannot be
   *     taken apart, {@code $.results[3]}, {@code $[0].results[2]}; "" if it is not known
   * @param sha256 SHA-256 of its bytes as they stand in the record, hexadecimal; "" if they are not
   *     known
   * @param branch the branch of the pipeline that it belongs to; "" for the only one there is
   * @param definition of an element that is sent again with its whole record, which pipeline and
   *     version refused it: {@code shop v1}; else ""
   */
  public record Element(String path, String sha256, String branch, String definition)
      implements Serializable {

    /** Of which nothing is known, in the only branch there is. */
    public static final Element UNKNOWN = new Element("", "", "");

    /** One that can be sent again alone. */
    public Element(String path, String sha256, String branch) {
      this(path, sha256, branch, "");
    }

    /**
     * Whether it is sent again with its whole record: one of a branch, which has its version from
     * it, or an item, which has fields of what it stands in.
     */
    public boolean isSentWhole() {
      return !definition.isEmpty();
    }
  }

  /** Where an element can fail. */
  public enum Stage {
    /** The record is not strict JSON; it stands for all its elements. */
    DECODE,
    /** A column cannot be made of what the element holds. */
    MAP,
    /** A function of the pipeline ({@code where}, {@code derived}) failed. */
    TRANSFORM,
    /** A sink refuses the row. */
    SINK;

    /** The name in messages and stored letters. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same for the same failure of the same element, so that a replay writes the same letter. */
  public String id() {
    return partition
        + "@"
        + offset
        + "#"
        + ordinal
        + (element.branch().isEmpty() ? "" : "+" + element.branch())
        + "/"
        + stage.label()
        + (sink.isEmpty() ? "" : "/" + sink);
  }

  /** This letter for a store that must not keep the payload; the hash stays. */
  public DeadLetter withoutPayload() {
    return new DeadLetter(
        partition,
        source,
        offset,
        ordinal,
        stage,
        sink,
        reasonClass,
        reason,
        attempt,
        timestamp,
        null,
        null,
        List.of(),
        sha256,
        element,
        formerlyTaken);
  }

  /** Id and reason; never the payload. */
  @Override
  public String toString() {
    return id() + ": " + reason;
  }
}
