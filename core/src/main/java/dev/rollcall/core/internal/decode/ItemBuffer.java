package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.PathStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of one element, which can be rows only once the element has been read to its end: what
 * they have in common may stand behind them. Keeps what was found and nothing for what was not, so
 * that it is no larger than a multiple of the record. Not threadsafe.
 *
 * <p>Each item, and each object of an outer array, is a node with a range of entries. A row without
 * an item is a node without entries.
 */
public final class ItemBuffer {

  /** Most characters of texts that are joined of what items have in common and their own. */
  static final int MAX_JOINED = 64 << 20;

  private static final int OUTER = 0;
  private static final int LEVEL = 1;
  private static final int INDEX = 2;
  private static final int BEGIN = 3;
  private static final int END = 4;
  private static final int PLACE = 5;
  private static final int STRIDE = 6;

  /** The level of a row without an item. */
  private static final int NO_ITEM = -1;

  private static final int NONE = -1;

  /** Where a node stands in the record. */
  record Stand(String path, long from, long to) {}

  private final ItemWays ways;
  private int[] nodes = new int[8 * STRIDE];
  private int size;
  private int[] slots = new int[16];
  private long[] slices = new long[16];

  /** By entry, a text that does not stand in the record. */
  private @Nullable String[] texts = new String[16];

  private int entries;

  /** What items are that are no objects, by node. */
  private final Map<Integer, String> refused = new HashMap<>();

  /** Where each node stands; empty if nobody needs it. */
  private final List<Stand> stands = new ArrayList<>();

  /** By place: how many rows there are, whether anything is there, and what is wrong with it. */
  private final int[] rows;

  private final boolean[] met;
  private final @Nullable String[] misfits;

  /** Where undeclared fields of the items are noted; null if they are not. */
  SeenFields.@Nullable SeenObject seen;

  private long joined;
  private @Nullable String report;
  private int place;
  private int current = NONE;
  private int cursor = NONE;
  private int loadedOuter = NONE;

  ItemBuffer(ItemWays ways) {
    this.ways = ways;
    this.rows = new int[ways.places()];
    this.met = new boolean[ways.places()];
    this.misfits = new String[ways.places()];
  }

  /** A path without a beginning is one of items, so fields of elements are noted apart. */
  SeenFields.@Nullable SeenObject seenOfElement(SeenFields.@Nullable SeenObject ofItems) {
    seen = ofItems;
    return seen == null ? null : seen.from(PathStep.ELEMENT);
  }

  /** The slots of what stands in objects of this level. */
  int[] slots(int level) {
    return ways.slots(level);
  }

  /** Whether an item may be something else than an object. */
  boolean takesScalars() {
    return ways.takesScalars();
  }

  void clear() {
    Arrays.fill(texts, 0, entries, null);
    size = 0;
    entries = 0;
    refused.clear();
    stands.clear();
    Arrays.fill(rows, 0);
    Arrays.fill(met, false);
    Arrays.fill(misfits, null);
    current = NONE;
    place = 0;
    joined = 0;
  }

  /** Whether a text of this length may be joined too: else a record could fill the memory. */
  boolean takesJoined(int length) {
    joined += length;
    return joined <= MAX_JOINED;
  }

  /** Notes that a way is gone; returns what {@link #leave} takes behind it. */
  int enter(ItemWays.Way way) {
    int before = place;
    if (way.place() >= 0) {
      place = way.place();
    }
    return before;
  }

  /** Goes on where the way was entered, which may be within another one. */
  void leave(int before) {
    place = before;
  }

  /** Notes that there is an array on the way. */
  void array() {
    met[place] = true;
  }

  /** What stands on the way is neither of what it may be: the element is refused. */
  void misfit(ItemWays.Way way, String got) {
    met[place] = true;
    if (misfits[place] == null) {
      String expected =
          way.isItems()
              ? "an array of items"
              : way.each() == null
                  ? "an object"
                  : way.orObject() ? "an object or an array of objects" : "an array of objects";
      misfits[place] =
          "got %s at '%s', expected %s".formatted(got, ways.written(way.level()), expected);
    }
  }

  /** Begins an item, or an object of an outer array. */
  int open(ItemWays.Way way, int index) {
    int node = add(way.level(), index);
    if (way.isItems()) {
      rows[place]++;
    } else {
      current = node;
    }
    return node;
  }

  private int add(int level, int index) {
    int at = size * STRIDE;
    if (at == nodes.length) {
      nodes = Arrays.copyOf(nodes, nodes.length * 2);
    }
    nodes[at + OUTER] = current;
    nodes[at + LEVEL] = level;
    nodes[at + INDEX] = index;
    nodes[at + BEGIN] = entries;
    nodes[at + END] = entries;
    nodes[at + PLACE] = place;
    size++;
    return size - 1;
  }

  /** Notes that the item is no object. */
  void refuse(int node, String got) {
    refused.put(node, got);
  }

  /** Notes where the node stands; to be called for each before it is closed, or for none. */
  void stands(int node, String path, long from, long to) {
    while (stands.size() <= node) {
      stands.add(new Stand("", 0, 0));
    }
    stands.set(node, new Stand(path, from, to));
  }

  /** Ends a node with what was read of it. */
  void close(int node, ItemWays.Way way, int rowsBefore, ParsedElement parsed) {
    int at = node * STRIDE;
    nodes[at + BEGIN] = entries;
    for (int slot : ways.slots(way.level())) {
      if (parsed.slice(slot) != ParsedElement.ABSENT) {
        entry(slot, parsed);
      }
    }
    nodes[at + END] = entries;
    if (way.isItems()) {
      return;
    }
    if (ways.orNull() && rows[place] == rowsBefore) {
      withoutItem(stands.size() > node ? stands.get(node) : null);
    }
    current = nodes[at + OUTER];
  }

  /** The rows found so far at the place that is being read. */
  int rows() {
    return rows[place];
  }

  private void entry(int slot, ParsedElement parsed) {
    if (entries == slots.length) {
      slots = Arrays.copyOf(slots, entries * 2);
      slices = Arrays.copyOf(slices, entries * 2);
      texts = Arrays.copyOf(texts, entries * 2);
    }
    slots[entries] = slot;
    slices[entries] = parsed.slice(slot);
    texts[entries] = parsed.ownText(slot);
    entries++;
  }

  private void withoutItem(@Nullable Stand stand) {
    int node = add(NO_ITEM, NO_ITEM);
    rows[place]++;
    if (stand != null) {
      stands(node, stand.path(), stand.from(), stand.to());
    }
  }

  /** Ends the element: of the places at which it has something, the first declared counts. */
  void finish(@Nullable Stand element, @Nullable String error) {
    place = 0;
    while (place < met.length - 1 && !met[place]) {
      place++;
    }
    if (!met[place]) {
      place = 0;
    }
    current = NONE;
    if (ways.orNull() && rows[place] == 0) {
      withoutItem(element);
    }
    report = rows[place] == 0 ? error : null;
    cursor = NONE;
    loadedOuter = NONE - 1;
  }

  /** Whether the whole element is refused. */
  public boolean isRefused() {
    return misfits[place] != null || report != null;
  }

  /** What is wrong on the way to the items; null if nothing is. */
  @Nullable String misfit() {
    return misfits[place];
  }

  /** What an element without items reports instead; null for nothing. */
  @Nullable String report() {
    return report;
  }

  /** Goes to the next row and fills it in; false behind the last. */
  public boolean next(ParsedElement parsed) {
    for (cursor++; cursor < size; cursor++) {
      int at = cursor * STRIDE;
      int level = nodes[at + LEVEL];
      if (nodes[at + PLACE] == place && (level == ways.levels() || level == NO_ITEM)) {
        load(at, parsed);
        return true;
      }
    }
    return false;
  }

  private void load(int at, ParsedElement parsed) {
    if (nodes[at + OUTER] != loadedOuter) {
      loadedOuter = nodes[at + OUTER];
      for (int level = 1; level < ways.levels(); level++) {
        parsed.clear(ways.slots(level));
        index(level, NO_ITEM, parsed);
      }
      for (int outer = loadedOuter; outer != NONE; outer = nodes[outer * STRIDE + OUTER]) {
        fill(outer * STRIDE, parsed);
        index(nodes[outer * STRIDE + LEVEL], nodes[outer * STRIDE + INDEX], parsed);
      }
    }
    parsed.clear(ways.slots(ways.levels()));
    fill(at, parsed);
    index(ways.levels(), nodes[at + INDEX], parsed);
  }

  private void fill(int at, ParsedElement parsed) {
    for (int entry = nodes[at + BEGIN]; entry < nodes[at + END]; entry++) {
      parsed.set(slots[entry], slices[entry], texts[entry]);
    }
  }

  private void index(int level, int index, ParsedElement parsed) {
    int slot = ways.indexSlot(level);
    if (slot >= 0) {
      parsed.index(slot, index);
    }
  }

  /** What the item of this row is, if it is no object and none may be; else null. */
  public @Nullable String refused() {
    return refused.isEmpty() ? null : refused.get(cursor);
  }

  /** Where the row's item stands, or what has none. */
  Stand stand() {
    return stands.get(cursor);
  }
}
