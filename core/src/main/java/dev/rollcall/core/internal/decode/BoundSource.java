package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.record.EpochUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A source of a column with its paths resolved to slots.
 *
 * @param joined of a template, how its parts are joined
 * @param unit the unit of times that are numbers
 * @param besideSlot what has to be a number for the unit to count; -1 if it always does
 * @param beside the same as it is written
 */
record BoundSource(
    int[] slots,
    @Nullable JoinedText joined,
    @Nullable EpochUnit unit,
    int besideSlot,
    @Nullable String beside) {

  static BoundSource of(
      JsonSource source, PathTrie trie, boolean json, boolean isKey, List<String> nullTexts) {
    if (source.isElement()) {
      return new BoundSource(new int[] {trie.root.jsonSlot}, null, null, -1, null);
    }
    boolean hasBeside = !source.beside().isEmpty();
    int[] slots = source.paths().stream().mapToInt(path -> trie.slot(path, json)).toArray();
    return new BoundSource(
        slots,
        source.isTemplate() ? new JoinedText(source.literals(), slots, isKey, nullTexts) : null,
        source.unit(),
        hasBeside ? trie.slot(source.beside(), false) : -1,
        hasBeside ? PathStep.written(source.beside()) : null);
  }

  boolean hasScalar(ParsedElement parsed) {
    return IntStream.of(slots).anyMatch(parsed::isScalar);
  }

  boolean holdsSeveral(ParsedElement parsed) {
    for (int slot : slots) {
      if (parsed.kind(slot) == ParsedElement.SEVERAL) {
        return true;
      }
    }
    return false;
  }
}
