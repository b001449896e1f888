package dev.rollcall.core.record;

import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message of a source, as it came. The arrays are not copied: do not change them.
 *
 * @param partition where it stands
 * @param source the source's name as people know it (a topic's name), for messages
 * @param offset its position in the partition, from 0, rising, gaps allowed
 * @param timestamp the message's own time; before 1970 if it has none (Kafka gives −1)
 * @param key the message's key, or null
 * @param value the message's bytes, or null (a tombstone)
 * @param attempt how often its content has been tried with this one, from 1; more than 1 for what
 *     was a dead letter and was sent again
 * @param headers what its producer wrote beside key and value, in its order; empty if there is
 *     nothing, or the source has no such thing
 */
public record SourceRecord(
    SourcePartition partition,
    String source,
    long offset,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    int attempt,
    List<Header> headers) {

  // not the compact form: javac leaves the annotations of its parameters out of the class file
  public SourceRecord(
      SourcePartition partition,
      String source,
      long offset,
      Instant timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      int attempt,
      List<Header> headers) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: got " + attempt + ", expected at least 1");
    }
    this.partition = partition;
    this.source = source;
    this.offset = offset;
    this.timestamp = timestamp;
    this.key = key;
    this.value = value;
    this.attempt = attempt;
    this.headers = List.copyOf(headers);
  }

  /** A record without headers. */
  public SourceRecord(
      SourcePartition partition,
      String source,
      long offset,
      Instant timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value,
      int attempt) {
    this(partition, source, offset, timestamp, key, value, attempt, List.of());
  }

  /** A record without headers that comes for the first time: attempt 1. */
  public SourceRecord(
      SourcePartition partition,
      String source,
      long offset,
      Instant timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    this(partition, source, offset, timestamp, key, value, 1);
  }

  /** The message's own time; null if it has none. */
  public @Nullable Instant time() {
    return timestamp.isBefore(Instant.EPOCH) ? null : timestamp;
  }

  /** {@code users-3@1205}: name, partition and offset. */
  public String position() {
    return source + "-" + partition.partition() + "@" + offset;
  }

  /** How many bytes it holds in memory: key, value and headers. */
  public int size() {
    int size = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
    for (Header header : headers) {
      size += header.size();
    }
    return size;
  }

  /** Position and size; never the payload. */
  @Override
  public String toString() {
    return position() + " (" + size() + " bytes)";
  }

  /**
   * A header of a message: what its producer wrote beside key and value. Names may repeat. The
   * array is not copied: do not change it.
   *
   * @param name the name, not unique
   * @param value the bytes, or null
   */
  public record Header(String name, byte @Nullable [] value) implements Serializable {

    // not the compact form: javac leaves the annotations of its parameters out of the class file
    public Header(String name, byte @Nullable [] value) {
      this.name = name;
      this.value = value;
    }

    /**
     * The value of the last header of this name, which is the one that counts, as for Kafka's own
     * {@code lastHeader}; null if there is none or it has none.
     */
    public static byte @Nullable [] last(List<Header> headers, String name) {
      for (int i = headers.size() - 1; i >= 0; i--) {
        if (headers.get(i).name().equals(name)) {
          return headers.get(i).value();
        }
      }
      return null;
    }

    /** How many bytes it holds in memory, a character of its name being one. */
    public int size() {
      return name.length() + (value == null ? 0 : value.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Header that
          && name.equals(that.name)
          && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, Arrays.hashCode(value));
    }

    /** Name and size; never the value. */
    @Override
    public String toString() {
      return name + (value == null ? "" : " (" + value.length + " bytes)");
    }
  }
}
