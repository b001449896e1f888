package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.internal.row.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text made of several fields and what stands between them. Not threadsafe. */
final class JoinedText {

  private static final int MAX_KEPT = 4_096;

  private final List<String> literals;
  private final byte[][] between;
  private final boolean areLiteralsAscii;
  private final int[] slots;
  private final boolean isKey;
  private final List<String> nullTexts;

  /** Where texts are put together. */
  private byte[] text = {};

  /**
   * Creates a template.
   *
   * @param literals the text before each field and, last, behind them
   * @param isKey whether every part has to be there, and none blank
   * @param nullTexts what is no part though it is there
   */
  JoinedText(List<String> literals, int[] slots, boolean isKey, List<String> nullTexts) {
    this.literals = literals;
    this.between = literals.stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new);
    this.areLiteralsAscii = literals.stream().allMatch(text -> text.chars().allMatch(c -> c < 128));
    this.slots = slots;
    this.isKey = isKey;
    this.nullTexts = nullTexts;
  }

  /** Joins the parts that are there; null if there is none or, of a key, one is not. */
  @Nullable String join(ParsedElement parsed) {
    int length = isKey || !nullTexts.isEmpty() ? -1 : length(parsed);
    return length < 0 ? joined(parsed) : copied(parsed, length);
  }

  /** The length in bytes if all parts stand in the record as they are; else -1. */
  private int length(ParsedElement parsed) {
    int length = between[slots.length].length;
    for (int i = 0; i < slots.length; i++) {
      if (!parsed.isPlainText(slots[i])) {
        return -1;
      }
      length += between[i].length + Slice.length(parsed.slice(slots[i]));
    }
    return length;
  }

  private String copied(ParsedElement parsed, int length) {
    if (text.length < length) {
      text = new byte[Math.max(length, 2 * text.length)];
    }
    boolean isAscii = areLiteralsAscii;
    int at = 0;
    for (int i = 0; i < slots.length; i++) {
      at = copy(between[i], 0, between[i].length, at);
      long slice = parsed.slice(slots[i]);
      at = copy(parsed.json(), Slice.from(slice), Slice.length(slice), at);
      isAscii &= Slice.form(slice) == Slice.ASCII;
    }
    copy(between[slots.length], 0, between[slots.length].length, at);
    String joined = new String(text, 0, length, isAscii ? ISO_8859_1 : UTF_8);
    if (text.length > MAX_KEPT) {
      text = new byte[0];
    }
    return joined;
  }

  private int copy(byte[] from, int begin, int length, int at) {
    System.arraycopy(from, begin, text, at, length);
    return at + length;
  }

  private @Nullable String joined(ParsedElement parsed) {
    StringBuilder text = new StringBuilder();
    boolean any = false;
    for (int i = 0; i < slots.length; i++) {
      String part = part(parsed, slots[i]);
      if (part != null) {
        // the literal before a part appears only after another part
        text.append(any || i == 0 ? literals.get(i) : "").append(part);
        any = true;
      } else if (isKey) {
        return null;
      }
    }
    return any ? text.append(literals.get(slots.length)).toString() : null;
  }

  /** A blank part does not count in a key; elsewhere it does. */
  private @Nullable String part(ParsedElement parsed, int slot) {
    String part = parsed.isScalar(slot) ? parsed.text(slot) : null;
    boolean isNone =
        part == null
            || isKey && part.isBlank()
            || parsed.kind(slot) == ParsedElement.STRING && nullTexts.contains(part.strip());
    return isNone ? null : part;
  }
}
