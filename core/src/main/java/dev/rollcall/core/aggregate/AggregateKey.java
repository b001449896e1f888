package dev.rollcall.core.aggregate;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rollcall.core.record.Texts;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which aggregate document: pipeline, aggregation, group values and, if windowed, the window's
 * start. Immutable, serializable and threadsafe. Equal keys have equal {@link #id}s; different keys
 * of one aggregation, whose group columns each have one type, have different ones.
 */
public final class AggregateKey implements Serializable {

  /** Longest {@link #id}, in UTF-8 bytes; a longer one is replaced by its SHA-256. {@value}. */
  public static final int MAX_ID_BYTES = 240;

  /** In UTF-8. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final String pipeline;
  private final String aggregation;

  /** An array, not a list of one: a flush may have a million keys. */
  private final @Nullable Object[] group;

  private final @Nullable Instant windowStart;
  private final int hash;

  /** Made when first asked for: most keys are only looked up. A race makes it twice, no more. */
  private transient @Nullable String id;

  /** With the values of the group-by columns, in their order; a value may be null. */
  public AggregateKey(
      String pipeline,
      String aggregation,
      List<? extends @Nullable Object> group,
      @Nullable Instant windowStart) {
    this.pipeline = pipeline;
    this.aggregation = aggregation;
    this.group = group.toArray();
    this.windowStart = windowStart;
    this.hash = hash(pipeline, aggregation, this.group, windowStart);
  }

  private static int hash(
      String pipeline,
      String aggregation,
      @Nullable Object[] group,
      @Nullable Instant windowStart) {
    int hash = 31 * pipeline.hashCode() + aggregation.hashCode();
    hash = 31 * hash + Arrays.hashCode(group);
    return 31 * hash + Objects.hashCode(windowStart);
  }

  /** The pipeline's name. */
  public String pipeline() {
    return pipeline;
  }

  /** The aggregation's name. */
  public String aggregation() {
    return aggregation;
  }

  /** The values of the group-by columns; may hold nulls. */
  public List<@Nullable Object> group() {
    return Collections.unmodifiableList(Arrays.asList(group));
  }

  /** The start of the window, or null. */
  public @Nullable Instant windowStart() {
    return windowStart;
  }

  /**
   * Stable, unique text, at most {@value #MAX_ID_BYTES} bytes: a JSON array of pipeline,
   * aggregation, group values and window start, or {@code sha256:} and the hash of it.
   */
  public String id() {
    String made = id;
    if (made == null) {
      made = idOf(pipeline, aggregation, group, windowStart);
      id = made;
    }
    return made;
  }

  private static String idOf(
      String pipeline,
      String aggregation,
      @Nullable Object[] group,
      @Nullable Instant windowStart) {
    StringBuilder text = new StringBuilder("[");
    quote(text, pipeline);
    text.append(',');
    quote(text, aggregation);
    for (Object value : group) {
      text.append(',');
      if (value == null || value instanceof Boolean || value instanceof Long) {
        text.append(value);
      } else {
        quote(text, value.toString());
      }
    }
    if (windowStart != null) {
      text.append(",{\"window\":\"").append(windowStart).append("\"}");
    }
    String full = text.append(']').toString();
    if (full.length() <= MAX_ID_BYTES / MAX_BYTES_PER_CHAR) {
      return full;
    }
    byte[] bytes = full.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= MAX_ID_BYTES ? full : "sha256:" + Texts.sha256(bytes);
  }

  private static void quote(StringBuilder text, String value) {
    if (isPlain(value)) {
      text.append('"').append(value).append('"');
      return;
    }
    int from = text.append('"').length();
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    escapeUnpaired(text, from);
    text.append('"');
  }

  /** Whether a JSON text has it as it is: ASCII without control characters, quotes, backslashes. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** A surrogate without its other half has no UTF-8: all such would become one question mark. */
  private static void escapeUnpaired(StringBuilder text, int from) {
    int i = from;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (Character.getType(codePoint) == Character.SURROGATE) {
        String escaped = "\\u%04X".formatted(codePoint);
        text.replace(i, i + 1, escaped);
        i += escaped.length();
      } else {
        i += Character.charCount(codePoint);
      }
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AggregateKey that
        && hash == that.hash
        && Arrays.equals(group, that.group)
        && Objects.equals(windowStart, that.windowStart)
        && aggregation.equals(that.aggregation)
        && pipeline.equals(that.pipeline);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return id();
  }
}
