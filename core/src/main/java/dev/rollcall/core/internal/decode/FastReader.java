package dev.rollcall.core.internal.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usual record several times as fast as {@link ElementReader} does, which stays the
 * reference. It goes over the bytes by tables made of the declared paths, and notes where values
 * stand; strings are made when somebody reads them.
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

  /** Deepest nesting, longest number, name and string, in bytes: less than the reference takes. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_NUMBER = 100;
  private static final int MAX_NAME = 1_000;
  private static final int MAX_STRING = 1 << 20;

  /** The most undeclared fields of one object. */
  private static final int MAX_UNDECLARED = 64;

  /** Envelopes within each other. */
  private static final int MAX_ENVELOPES = 4;

  private static final int ELEMENT = -1;
  private static final int ENVELOPE = -2;

  private static final long LOWEST = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  /** The record is for the reference. */
  private static final class NotUsual extends RuntimeException {
    static final NotUsual NOT_USUAL = new NotUsual();

    private NotUsual() {
      super("a record for the reference", null, false, false);
    }
  }

  private final FastNode root;
  private final PathTrie trie;
  private final ParsedElement parsed;
  private byte[] json = {};

  /** The last place at which eight bytes can be read at once. */
  private int lastWord;

  /** What the string has that was read last. */
  private byte form;

  /** How often there was what JSON does not need: spaces, escapes. */
  private int looseness;

  /** Where elements begin, each followed by what is within it and by what it is. */
  private int[] places = new int[16];

  private int found;

  /** Whether elements are looked for; else each is read. */
  private boolean isFirst;

  /** How many envelopes are open. */
  private int envelopes;

  /** The hashes of the undeclared names of each object that is open, one above the other. */
  private long[] undeclared = new long[MAX_UNDECLARED];

  private int undeclaredNames;

  private FastReader(FastNode root, PathTrie trie) {
    this.root = root;
    this.trie = trie;
    this.parsed = new ParsedElement(trie);
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
            && (record[0] == '{' || record[0] == '[')
            && record[1] != 0
            && record[2] != '$';
    if (!isUsual) {
      return false;
    }
    json = record;
    lastWord = record.length - 8;
    undeclaredNames = 0;
    found = 0;
    isFirst = true;
    envelopes = 0;
    try {
      parsed.begin(record);
      int end = record[0] == '{' ? element(0) : elements(0);
      end = end == record.length ? end : spaces(end);
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
    if (found == 2 && places[0] == 0) {
      pass(sink, 0, ELEMENT, sink.seen(), true);
      return;
    }
    Deque<Integer> begun = new ArrayDeque<>();
    Deque<Optional<SeenFields.SeenObject>> notes = new ArrayDeque<>();
    for (int i = 0; i < found; i++) {
      if (places[i] >= 0) {
        begun.push(places[i]);
        notes.push(Optional.ofNullable(sink.seen()));
      } else {
        pass(sink, begun.pop(), places[i], notes.pop().orElse(null), false);
      }
    }
  }

  private void pass(
      ElementReader.Sink sink,
      int from,
      int what,
      SeenFields.@Nullable SeenObject seen,
      boolean isRead) {
    if (!isRead || seen != null) {
      parsed.begin(json);
      whole(from, seen);
    }
    if (what == ENVELOPE) {
      parsed.envelope = true;
      sink.envelope(parsed);
    } else {
      sink.element(parsed);
    }
  }

  /** Finds an element; returns the place behind it. */
  private int element(int from) {
    require(from, '{');
    note(from);
    int before = found;
    int end = whole(from, null);
    note(found == before ? ELEMENT : ENVELOPE);
    return end;
  }

  private int whole(int from, SeenFields.@Nullable SeenObject seen) {
    return root.node.jsonSlot < 0 ? object(from + 1, root, seen, 0) : captured(from, root, 0);
  }

  /** Finds the elements of an array, at least one; returns the place behind it. */
  private int elements(int from) {
    int place = spaces(from + 1);
    while (true) {
      place = spaces(element(place));
      if (json[place] == ']') {
        return place + 1;
      }
      require(place, ',');
      place = spaces(place + 1);
    }
  }

  private void note(int place) {
    if (found == places.length) {
      places = Arrays.copyOf(places, found * 2);
    }
    places[found++] = place;
  }

  /** Reads the fields of an object behind its brace; returns the place behind its end. */
  private int object(int from, FastNode at, SeenFields.@Nullable SeenObject here, int depth) {
    if (depth == MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    if (here != null) {
      here.object();
    }
    int place = spaces(from);
    if (json[place] == '}') {
      return place + 1;
    }
    int undeclaredBefore = undeclaredNames;
    long present = 0;
    int field = -1;
    while (true) {
      require(place, '"');
      place++;
      int name = place;
      int last = field;
      field = at.predicted(last, json, place);
      if (field >= 0) {
        place += at.names.length(field);
      } else {
        int end = string(place);
        field = field(at, place, end, undeclaredBefore);
        place = end + 1;
        if (field >= 0) {
          at.came(last, field);
        }
      }
      FastNode child = FastNode.UNDECLARED;
      if (field >= 0) {
        if ((present & 1L << field) != 0) {
          throw NotUsual.NOT_USUAL;
        }
        present |= 1L << field;
        child = at.child(field);
      }
      place = spaces(place);
      require(place, ':');
      place = spaces(place + 1);
      SeenFields.SeenObject below = here == null ? null : noted(here, at, field, name, json[place]);
      place = spaces(value(place, child, below, depth + 1));
      byte next = json[place];
      if (next == '}') {
        undeclaredNames = undeclaredBefore;
        return place + 1;
      }
      require(place, ',');
      place = spaces(place + 1);
    }
  }

  /** The known field that has this name; -1 for none, and then no other may have it. */
  private int field(FastNode at, int from, int to, int before) {
    if (form == ParsedElement.ESCAPED || to - from > MAX_NAME) {
      throw NotUsual.NOT_USUAL;
    }
    long hash = NameTable.hash(json, from, to);
    int field = at.names.find(json, from, hash);
    if (field < 0 && undeclaredNames == before) {
      // else one that came before could be this one
      field = at.learn(trie, json, from, to);
    }
    if (field >= 0) {
      return field;
    }
    for (int i = before; i < undeclaredNames; i++) {
      if (undeclared[i] == hash) {
        throw NotUsual.NOT_USUAL;
      }
    }
    if (undeclaredNames - before == MAX_UNDECLARED) {
      throw NotUsual.NOT_USUAL;
    }
    if (undeclaredNames == undeclared.length) {
      undeclared = Arrays.copyOf(undeclared, undeclaredNames * 2);
    }
    undeclared[undeclaredNames++] = hash;
    return -1;
  }

  /** Notes a field; returns where to note those of the object that it holds. */
  private SeenFields.@Nullable SeenObject noted(
      SeenFields.SeenObject here, FastNode at, int field, int name, byte first) {
    String text;
    if (field >= 0) {
      if (at.child(field).isSecret) {
        return null;
      }
      text = at.name(field);
    } else {
      int end = name;
      while (json[end] != '"') {
        end++;
      }
      text = new String(json, name, end - name, UTF_8);
      if (trie.child(at.node, text) == null) {
        return null;
      }
    }
    boolean isUndeclared = field < 0 || at.child(field).node == PathTrie.UNDECLARED;
    JsonToken token =
        first == '{'
            ? JsonToken.START_OBJECT
            : first == 'n' ? JsonToken.VALUE_NULL : JsonToken.VALUE_STRING;
    SeenFields.SeenObject below = here.field(text, token, isUndeclared);
    boolean isCaptured = field >= 0 && at.child(field).node.jsonSlot >= 0;
    return isCaptured ? null : below;
  }

  private int value(int place, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
    return node.node.jsonSlot < 0 ? plain(place, node, below, depth) : captured(place, node, depth);
  }

  /**
   * Reads a value whose text is JSON as the reference would write it, if nothing is to be left out.
   */
  private int captured(int from, FastNode node, int depth) {
    int before = looseness;
    int to = plain(from, node, null, depth);
    if (looseness != before) {
      throw NotUsual.NOT_USUAL;
    }
    byte kind = json[from] == 'n' ? ParsedElement.NULL : ParsedElement.STRING;
    parsed.slice(node.node.jsonSlot, kind, ParsedElement.UTF_8_TEXT, from, to);
    return to;
  }

  private int plain(int from, FastNode node, SeenFields.@Nullable SeenObject below, int depth) {
    switch (json[from]) {
      case '"':
        int end = string(from + 1);
        scalar(node, ParsedElement.STRING, form, from + 1, end);
        return end + 1;
      case '{':
        if (!node.node.isObject()) {
          Marks.object(node.node, parsed);
        }
        return object(from + 1, node, below, depth);
      case '[':
        if (node.node.envelope) {
          // the reference writes no elements into JSON that holds them
          looseness++;
          return isFirst ? nested(from, depth) : array(from + 1, depth);
        }
        Marks.array(node.node, parsed);
        return array(from + 1, depth);
      case 't':
        return word(from, "true", node, ParsedElement.BOOLEAN);
      case 'f':
        return word(from, "false", node, ParsedElement.BOOLEAN);
      case 'n':
        return word(from, "null", node, ParsedElement.NULL);
      default:
        int after = number(from);
        scalar(node, ParsedElement.NUMBER, ParsedElement.ASCII_TEXT, from, after);
        return after;
    }
  }

  /** Finds elements within an element, which cannot nest without end. */
  private int nested(int from, int depth) {
    if (depth == MAX_DEPTH || ++envelopes > MAX_ENVELOPES) {
      throw NotUsual.NOT_USUAL;
    }
    int end = elements(from);
    envelopes--;
    return end;
  }

  private void scalar(FastNode node, byte kind, byte form, int from, int to) {
    if (node.isError) {
      throw NotUsual.NOT_USUAL;
    }
    if (node.node.slot >= 0) {
      parsed.slice(node.node.slot, kind, form, from, to);
    }
    if (node.isOnTheWay && kind != ParsedElement.NULL) {
      Marks.unreachable(node.node, parsed);
    }
  }

  /** Reads the values of an array behind its bracket, which no column has. */
  private int array(int from, int depth) {
    if (depth == MAX_DEPTH) {
      throw NotUsual.NOT_USUAL;
    }
    int place = spaces(from);
    if (json[place] == ']') {
      return place + 1;
    }
    while (true) {
      place = spaces(plain(place, FastNode.UNDECLARED, null, depth + 1));
      if (json[place] == ']') {
        return place + 1;
      }
      require(place, ',');
      place = spaces(place + 1);
    }
  }

  private int word(int from, String word, FastNode node, byte kind) {
    for (int i = 1; i < word.length(); i++) {
      require(from + i, word.charAt(i));
    }
    scalar(node, kind, ParsedElement.ASCII_TEXT, from, from + word.length());
    return from + word.length();
  }

  /** The end of a number: RFC 8259, 6. What follows it, whoever reads on has to check. */
  private int number(int from) {
    int at = json[from] == '-' ? from + 1 : from;
    int whole = at;
    at = digits(at);
    if (json[whole] == '0' && at > whole + 1) {
      throw NotUsual.NOT_USUAL;
    }
    if (json[at] == '.') {
      at = digits(at + 1);
    }
    if (json[at] == 'e' || json[at] == 'E') {
      at++;
      at = digits(json[at] == '-' || json[at] == '+' ? at + 1 : at);
    }
    if (at - from > MAX_NUMBER) {
      throw NotUsual.NOT_USUAL;
    }
    return at;
  }

  /** The end of digits, of which there must be one at least. */
  private int digits(int from) {
    int at = from;
    while (json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from) {
      throw NotUsual.NOT_USUAL;
    }
    return at;
  }

  private void require(int place, char expected) {
    if (json[place] != expected) {
      throw NotUsual.NOT_USUAL;
    }
  }

  private int spaces(int from) {
    return json[from] > ' ' ? from : behindSpaces(from);
  }

  private int behindSpaces(int from) {
    looseness++;
    int at = from;
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
      at++;
    }
    return at;
  }

  /**
   * The place of the quote that ends a string; {@link #form} then says what the string has. Eight
   * bytes at once are searched for a quote, a backslash or a control character: a byte is none of
   * them unless subtracting from it borrows, and the lowest such byte is one for certain.
   */
  private int string(int from) {
    long bits = 0;
    boolean isEscaped = false;
    int at = from;
    while (true) {
      int found;
      if (at <= lastWord) {
        long word = (long) NameTable.WORD.get(json, at);
        // a quote and 2 differ from a space and 0 as little as a control character does
        long ends =
            ((word ^ LOWEST * 2) - LOWEST * 0x21 | (word ^ LOWEST * '\\') - LOWEST)
                & ~word
                & HIGHEST;
        if (ends == 0) {
          bits |= word;
          at += 8;
          continue;
        }
        found = Long.numberOfTrailingZeros(ends) >>> 3;
        bits |= word & ~(-1L << 8 * found);
      } else {
        found = 0;
        byte next = json[at];
        if (next != '"' && next != '\\' && (next >= ' ' || next < 0)) {
          bits |= next;
          at++;
          continue;
        }
      }
      at += found;
      if (json[at] == '"') {
        break;
      }
      at = escape(at);
      isEscaped = true;
    }
    if (at - from > MAX_STRING) {
      throw NotUsual.NOT_USUAL;
    }
    boolean isAscii = (bits & HIGHEST) == 0;
    if (!isAscii && !Utf8.isValid(json, from, at)) {
      throw NotUsual.NOT_USUAL;
    }
    if (isEscaped) {
      looseness++;
    }
    form =
        isEscaped
            ? ParsedElement.ESCAPED
            : isAscii ? ParsedElement.ASCII_TEXT : ParsedElement.UTF_8_TEXT;
    return at;
  }

  /** The place behind an escape. */
  private int escape(int from) {
    require(from, '\\');
    switch (json[from + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
        return from + 2;
      case 'u':
        for (int i = 2; i < 6; i++) {
          if (Character.digit(json[from + i], 16) < 0) {
            throw NotUsual.NOT_USUAL;
          }
        }
        return from + 6;
      default:
        throw NotUsual.NOT_USUAL;
    }
  }
}
