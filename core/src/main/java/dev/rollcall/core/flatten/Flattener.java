package dev.rollcall.core.flatten;

import com.fasterxml.jackson.core.JsonParser;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of records into rows, as a record type declares. Not threadsafe: one per thread.
 *
 * <p>A record is one JSON value: an element, an array of elements, or an envelope whose array holds
 * them (also an array of envelopes). Reading is strict: a record that is not strict JSON gives one
 * {@link Element.Malformed} and no row, whatever its beginning held. Otherwise each element gives,
 * in its order, a row or an {@link Element.Unmappable}. A source's error report and an envelope
 * without elements are unmappable too: an empty success does not exist.
 */
public final class Flattener {

  private final PathTrie trie;
  private final ElementMapper mapper;
  private final RecordType type;

  private Flattener(RecordType type) {
    this.type = type;
    this.trie = new PathTrie(type);
    this.mapper = new ElementMapper(type, trie);
  }

  /** A flattener of this type's records. */
  public static Flattener of(RecordType type) {
    return new Flattener(type);
  }

  /** The type it maps to. */
  public RecordType type() {
    return type;
  }

  /**
   * The elements of a record, at least one.
   *
   * @param json the record's bytes: JSON in UTF-8
   * @param recordTime the record's own timestamp, for what is derived from it; null if it has none
   */
  public List<Element> flatten(byte[] json, @Nullable Instant recordTime) {
    return flatten(json, recordTime, 1);
  }

  /**
   * As {@link #flatten(byte[], Instant)}, for a record that stands among others in a file.
   *
   * @param firstLine the line of the file that the record begins in, from 1; reasons count from it
   */
  public List<Element> flatten(byte[] json, @Nullable Instant recordTime, long firstLine) {
    Collector elements = new Collector(recordTime);
    try (JsonParser parser = StrictJson.parser(json)) {
      new ElementReader(type, trie, elements).read(parser);
    } catch (StrictJson.Refusal e) {
      return List.of(malformed(e, firstLine));
    } catch (IOException e) {
      return List.of(malformed(StrictJson.refusal(e, json), firstLine));
    }
    if (elements.found.isEmpty()) {
      return List.of(
          new Element.Unmappable(
              0, "empty-array", type.name() + ": got an empty array, expected elements"));
    }
    return elements.found;
  }

  private static Element malformed(StrictJson.Refusal refusal, long firstLine) {
    return new Element.Malformed(0, refusal.reasonClass, refusal.reason(firstLine));
  }

  /** Maps each element as soon as it is read. */
  private final class Collector implements ElementReader.Sink {
    private final @Nullable Instant recordTime;
    private final List<Element> found = new ArrayList<>(1);

    Collector(@Nullable Instant recordTime) {
      this.recordTime = recordTime;
    }

    @Override
    public void element(Slots slots) {
      int ordinal = found.size();
      try {
        found.add(new Element.Accepted(ordinal, mapper.map(slots, recordTime)));
      } catch (ElementMapper.Unmappable e) {
        found.add(new Element.Unmappable(ordinal, e.reasonClass, String.valueOf(e.getMessage())));
      }
    }

    @Override
    public void notAnObject(String got) {
      boolean isText = got.equals(ElementReader.JSON_TEXT);
      found.add(
          new Element.Unmappable(
              found.size(),
              isText ? "json-in-string" : "not-an-object",
              type.name()
                  + ": got "
                  + got
                  + ", expected an object"
                  + (isText ? "; the producer encodes twice: send the object itself" : "")));
    }
  }
}
