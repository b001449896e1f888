package dev.rollcall.core.port;

import dev.rollcall.core.record.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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
 * @param value the record's bytes, as they came
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
    byte @Nullable [] value) {

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
        + "/"
        + stage.label()
        + (sink.isEmpty() ? "" : "/" + sink);
  }

  /** SHA-256 of the record's bytes, hexadecimal; of the empty string for a null value. */
  public String sha256() {
    try {
      byte[] bytes = value == null ? "".getBytes(StandardCharsets.UTF_8) : value;
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Id and reason; never the payload. */
  @Override
  public String toString() {
    return id() + ": " + reason;
  }
}
