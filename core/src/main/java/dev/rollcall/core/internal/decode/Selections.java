package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.PathStep;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns that take the one object of an array whose field has a certain text. Each object is read
 * into slots of its own, and what it holds copied once its field is known, which may stand behind
 * its values. Immutable after the trie's construction.
 */
final class Selections {

  /** Where the object with one text goes. */
  private static final class Chosen {
    private final int hit;

    /** The slot of each slot of the object. */
    private final Map<Integer, Integer> targets = new LinkedHashMap<>();

    private Chosen(int hit) {
      this.hit = hit;
    }
  }

  /** What is declared of each object. */
  final PathTrie.Node each = new PathTrie.Node();

  /** All slots that an object is read into. */
  private int[] slots = {};

  /** By the slot of the field, then by its text. */
  private final Map<Integer, Map<String, Chosen>> chosen = new HashMap<>();

  /** The object's slots, to be cleared before each. */
  int[] slots() {
    return slots;
  }

  /** Notes a slot that an object is read into. */
  void reads(int slot) {
    slots = Arrays.copyOf(slots, slots.length + 1);
    slots[slots.length - 1] = slot;
  }

  /**
   * The slot to which the object's slot is copied if its field has the text of this step.
   *
   * @param field the slot of the step's field
   */
  int target(String step, int field, int slot, PathTrie.Slots allocated) {
    Chosen object =
        chosen
            .computeIfAbsent(field, any -> new HashMap<>())
            .computeIfAbsent(PathStep.text(step), any -> new Chosen(allocated.next()));
    return object.targets.computeIfAbsent(slot, any -> allocated.next());
  }

  /** Copies what the object just read holds. */
  void choose(ParsedElement parsed) {
    for (Map.Entry<Integer, Map<String, Chosen>> byText : chosen.entrySet()) {
      int field = byText.getKey();
      Chosen object = parsed.isScalar(field) ? byText.getValue().get(parsed.text(field)) : null;
      if (object == null) {
        continue;
      }
      boolean isFirst = parsed.kind(object.hit) == ParsedElement.ABSENT;
      parsed.set(object.hit, ParsedElement.NULL, null);
      object.targets.forEach(
          (from, to) -> {
            if (isFirst) {
              parsed.copy(from, to);
            } else {
              parsed.set(to, ParsedElement.SEVERAL, null);
            }
          });
    }
  }

  /** Marks what is selected as of this kind, where it is no array of objects. */
  void mark(ParsedElement parsed, byte kind) {
    for (Map<String, Chosen> byText : chosen.values()) {
      for (Chosen object : byText.values()) {
        object.targets.values().forEach(slot -> parsed.set(slot, kind, null));
      }
    }
  }
}
