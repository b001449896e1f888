package dev.rollcall.core.internal.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text made of several fields and what stands between them. Immutable. */
final class JoinedText {

  private final List<String> literals;
  private final int[] slots;
  private final boolean isKey;
  private final List<String> nullTexts;

  /**
   * Creates a template.
   *
   * @param literals the text before each field and, last, behind them
   * @param isKey whether every part has to be there, and none blank
   * @param nullTexts what is no part though it is there
   */
  JoinedText(List<String> literals, int[] slots, boolean isKey, List<String> nullTexts) {
    this.literals = literals;
    this.slots = slots;
    this.isKey = isKey;
    this.nullTexts = nullTexts;
  }

  /** Joins the parts that are there; null if there is none or, of a key, one is not. */
  @Nullable String join(ParsedElement parsed) {
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
