package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.decode.FastReader.NotUsual;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of an element and what stands on the way to them, into its {@link ItemBuffer}.
 * What is neither of what it may be is left to the reference. Not threadsafe.
 */
final class FastItems {

  private final FastObjects objects;
  private final ParsedElement parsed;
  private final ItemBuffer items;
  private final JsonBytes text;
  private byte[] json = {};

  FastItems(FastObjects objects, ParsedElement parsed, ItemBuffer items, JsonBytes text) {
    this.objects = objects;
    this.parsed = parsed;
    this.items = items;
    this.text = text;
  }

  /** Begins a record. */
  void begin(byte[] record) {
    json = record;
  }

  /** Reads an object on the way; returns the place behind it. */
  int within(
      ItemWays.Way way, int from, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
    if (!way.orObject()) {
      throw NotUsual.NOT_USUAL;
    }
    int before = items.enter(way);
    int end = objects.object(from + 1, node, below, depth);
    items.leave(before);
    return end;
  }

  /** Reads an array of items, or of objects on the way to them; returns the place behind it. */
  int array(ItemWays.Way way, int from, FastNode node, int depth) {
    if (node.each == null || depth == FastObjects.MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    Marks.structure(node.node, parsed);
    int before = items.enter(way);
    items.array();
    int place = text.spaces(from + 1);
    if (json[place] != ']') {
      place = all(way, place, node.each, depth + 1);
    }
    items.leave(before);
    return place + 1;
  }

  /** Reads what is in an array, at least one; returns the place of its end. */
  private int all(ItemWays.Way way, int from, FastNode each, int depth) {
    int place = from;
    for (int index = 0; ; index++) {
      place = text.spaces(one(way, place, each, index, depth));
      if (json[place] == ']') {
        return place;
      }
      text.require(place, ',');
      place = text.spaces(place + 1);
    }
  }

  private int one(ItemWays.Way way, int from, FastNode each, int index, int depth) {
    if (json[from] != '{' && !(way.isItems() && items.takesScalars())) {
      throw NotUsual.NOT_USUAL;
    }
    int rows = items.rows();
    parsed.clear(way.level());
    int node = items.open(way, index);
    SeenFields.SeenObject seen = objects.isCaptured() ? null : items.seen;
    int end =
        way.isItems()
            ? objects.item(from, each, seen, way.level(), depth)
            : objects.value(from, each, seen == null ? null : seen.from(way.step()), depth);
    items.close(node, way, rows, parsed);
    return end;
  }
}
