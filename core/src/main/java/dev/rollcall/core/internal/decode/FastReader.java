package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.Slice;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual record several times as fast as {@link ElementReader} does, which stays the
 * reference. {@link FastObjects} goes over the bytes and notes where values stand; strings are made
 * when somebody reads them.
 *
 * <p>It takes a record or leaves it, and then nothing has happened: no element is passed on before
 * the last byte is checked. So of an array or envelope it notes where the elements begin, and goes
 * over each a second time. What it takes is strict JSON without a doubt, and gives what the
 * reference gives. All else is left to the reference: whatever is wrong, so that there is one place
 * for messages, and what is rare, such as escapes in names. So a check here may refuse too much,
 * but never too little. {@code FastReaderTest} compares the two.
 *
 * <p>Not threadsafe.
 */
public final class FastReader {

  /** The record is for the reference. */
  static final class NotUsual extends RuntimeException {
    static final NotUsual NOT_USUAL = new NotUsual();

    private NotUsual() {
      super("a record for the reference", null, false, false);
    }
  }

  private final FastNode root;
  private final ParsedElement parsed;
  private final JsonBytes text = new JsonBytes();
  private final FoundElements found = new FoundElements();
  private final FastObjects objects;
  private byte[] json = {};

  /** Whether elements are looked for; else each is read. */
  private boolean isFirst;

  private FastReader(FastNode root, PathTrie trie) {
    this.root = root;
    this.parsed = new ParsedElement(trie);
    this.objects = new FastObjects(trie, parsed, text, found, this::nested);
  }

  /** A reader of a type's records; null for types that it does not know how to read. */
  public static @Nullable FastReader of(RecordDefinition type, PathTrie trie) {
    FastNode root = FastNode.root(type, trie);
    return root == null ? null : new FastReader(root, trie);
  }

  /** Passes on the elements of a record; false if the reference has to read it. */
  public boolean read(byte[] record, ElementReader.Sink sink) {
    boolean isUsual =
        record.length > 2
            && record.length <= Slice.MAX_RECORD
            && (record[0] == '{' || record[0] == '[')
            && record[1] != 0
            && record[2] != '$';
    if (!isUsual) {
      return false;
    }
    json = record;
    text.of(record);
    found.clear();
    objects.begin(record);
    isFirst = true;
    try {
      parsed.begin(record);
      if (parsed.items != null) {
        parsed.items.seen = null;
      }
      int end = record[0] == '{' ? element(0, 0) : elements(0, 1);
      end = end == record.length ? end : text.spaces(end);
      if (end < record.length) {
        return false;
      }
    } catch (NotUsual | IndexOutOfBoundsException e) {
      // the record ends too early where it ends before a value does
      return false;
    }
    isFirst = false;
    pass(sink);
    return true;
  }

  /** Passes on what was found, which is strict JSON. */
  private void pass(ElementReader.Sink sink) {
    if (found.isWhole()) {
      pass(sink, 0, FoundElements.ELEMENT, sink.seen(), true);
      return;
    }
    Deque<Integer> begun = new ArrayDeque<>();
    Deque<Optional<SeenFields.SeenObject>> notes = new ArrayDeque<>();
    for (int i = 0; i < found.size(); i++) {
      int place = found.place(i);
      if (place >= 0) {
        begun.push(place);
        notes.push(Optional.ofNullable(sink.seen()));
      } else {
        pass(sink, begun.pop(), place, notes.pop().orElse(null), false);
      }
    }
  }

  private void pass(
      ElementReader.Sink sink,
      int from,
      int what,
      SeenFields.@Nullable SeenObject seen,
      boolean isRead) {
    ItemBuffer items = parsed.items;
    if (!isRead || seen != null) {
      parsed.begin(json);
      objects.element(from, root, items == null ? seen : items.seenOfElement(seen), 0);
    }
    if (items != null) {
      items.finish(null, null);
    }
    if (what == FoundElements.ENVELOPE) {
      parsed.envelope = true;
      sink.envelope(parsed);
    } else if (items != null) {
      sink.items(parsed, items);
    } else {
      sink.element(parsed);
    }
  }

  /** Finds an element; returns the place behind it. */
  private int element(int from, int depth) {
    text.require(from, '{');
    found.begin(from);
    if (parsed.items != null) {
      // those of the last element are read again
      parsed.items.clear();
    }
    int before = found.size();
    int end = objects.element(from, root, null, depth);
    found.end(before);
    return end;
  }

  /** Finds the elements of an array, at least one; returns the place behind it. */
  private int elements(int from, int depth) {
    int place = text.spaces(from + 1);
    while (true) {
      place = text.spaces(element(place, depth));
      if (json[place] == ']') {
        return place + 1;
      }
      text.require(place, ',');
      place = text.spaces(place + 1);
    }
  }

  /** Finds the elements of an array within an element, or passes over those found before. */
  private int nested(int from, int depth) {
    if (!isFirst) {
      return found.behindArray(from);
    }
    if (depth == FastObjects.MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    int array = found.beginArray(from);
    int end = elements(from, depth + 1);
    found.endArray(array, end);
    return end;
  }
}
