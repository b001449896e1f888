package dev.rollcall.core.flatten;

import com.fasterxml.jackson.core.JsonParser;
import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.decode.DeletedKeys;
import dev.rollcall.core.internal.decode.ElementBytes;
import dev.rollcall.core.internal.decode.ElementMapper;
import dev.rollcall.core.internal.decode.ElementPlaces;
import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.FastReader;
import dev.rollcall.core.internal.decode.FieldRoute;
import dev.rollcall.core.internal.decode.MessageValues;
import dev.rollcall.core.internal.decode.PathTrie;
import dev.rollcall.core.internal.decode.StrictJson;
import dev.rollcall.core.internal.decode.TombstoneKeys;
import dev.rollcall.core.internal.decode.UnreadableRecord;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of records into rows, as a record type declares. Not threadsafe: one per thread.
 *
 * <p>A record is one JSON value: an element, an array of elements, or an envelope whose array holds
 * them (also an array of envelopes). Reading is strict: a record that is not strict JSON gives one
 * {@link Element.Malformed} and no row, whatever its beginning held. Otherwise each element gives,
 * in its order, a row or an {@link Element.Unmappable}. A source's error report and an envelope
 * without elements are unmappable too: an empty success does not exist. So is an envelope that has
 * a key of its own, as an element has; it comes behind the elements of its array.
 *
 * <p>Of a type with {@link dev.rollcall.core.record.RecordTypeBuilder#items} each item gives a row
 * or an {@link Element.Unmappable}, so that an element may give several or none; a record whose
 * elements have no items gives nothing, and is filtered out.
 */
public final class Flattener {

  /** The reason's class of a record that is an array without elements: {@value}. */
  public static final String EMPTY_ARRAY = "empty-array";

  private final PathTrie trie;
  private final ElementMapper mapper;
  private final DeletedKeys deletedKeys;
  private final @Nullable TombstoneKeys tombstoneKeys;

  /** Takes most records; null if it does not know how to read the type. */
  private final @Nullable FastReader fast;

  private final RecordType recordType;
  private final RecordDefinition type;
  private CoverageCounts counts;
  private final FieldRoute route;
  private final MessageValues message;
  private final ElementCollector elements;

  private Flattener(
      RecordType recordType, Map<List<String>, Set<String>> fields, boolean isReference) {
    this.recordType = recordType;
    RecordDefinition type = RecordDefinition.of(recordType);
    this.type = type;
    this.trie =
        new PathTrie(
            type,
            fields.keySet().stream()
                .flatMap(path -> FieldRoute.paths(type, path).stream())
                .toList());
    this.route = new FieldRoute(type, trie, fields);
    this.counts = new CoverageCounts(recordType);
    CoverageCounter coverage = counts.counter();
    this.message = new MessageValues(type);
    this.mapper = new ElementMapper(type, trie, coverage, message);
    this.deletedKeys = new DeletedKeys(type, trie, message);
    this.elements = new ElementCollector(type.name(), mapper, deletedKeys, route, coverage);
    this.tombstoneKeys = type.deletes().tombstone().isEmpty() ? null : new TombstoneKeys(type);
    this.fast = isReference ? null : FastReader.of(type, trie);
  }

  /** A flattener of this type's records. */
  public static Flattener of(RecordType type) {
    return new Flattener(type, Map.of(), false);
  }

  /**
   * A flattener of those elements that have one of these texts, numbers or booleans at each of
   * these paths; others are {@link Element.Elsewhere}.
   */
  public static Flattener of(RecordType type, Map<List<String>, Set<String>> fields) {
    return new Flattener(type, fields, false);
  }

  /** One that reads every record by the reference, to compare with. */
  static Flattener reference(RecordType type, Map<List<String>, Set<String>> fields) {
    return new Flattener(type, fields, true);
  }

  /** The type it maps to. */
  public RecordType type() {
    return recordType;
  }

  /** What the columns were made of since the last call. */
  public Coverage takeCoverage() {
    return counts.take();
  }

  /**
   * Counts the next records for another of those that use it in turn, whose counts are taken where
   * they are: several sources can share a flattener, which is dear to make.
   */
  public void countIn(CoverageCounts other) {
    if (counts != other) {
      counts = other;
      elements.countIn(other.counter());
    }
  }

  /**
   * Begins another part of an input whose parts go to several flatteners: of what follows, field
   * names that no column takes are noted of one element in {@value CoverageCounter#SAMPLE}, the
   * first included, so that the sum of their coverages does not depend on which took which part.
   */
  public void beginPart() {
    counts.beginPart();
  }

  /**
   * The elements of a record as {@link #flatten(byte[], Instant)} gives them if it is a usual one,
   * which is a single JSON value for certain; null of all others, and then nothing has happened.
   */
  public @Nullable List<Element> flattenUsual(byte[] json, @Nullable Instant recordTime) {
    message.of(null);
    elements.begin(recordTime);
    return fast != null && fast.read(json, elements) ? elements.found() : null;
  }

  /**
   * The elements of a message. One without a value is the one element that deletes the row of its
   * key, or that says why the key cannot be read; none if the type declares no {@link
   * dev.rollcall.core.record.RecordTypeBuilder#tombstoneKey}. It has no field to tell its kind by,
   * so for a flattener of some elements it is {@link Element.Elsewhere} if its key cannot be read.
   */
  public List<Element> flatten(SourceRecord record) {
    byte[] json = record.value();
    if (json == null) {
      TombstoneKeys keys = tombstoneKeys;
      return keys == null ? List.of() : List.of(tombstone(keys, record));
    }
    message.of(record);
    return elements(json, record.time(), 1);
  }

  /**
   * The elements of a record that is no message, at least one; of a type with items these, which
   * may be none. Columns that are read from a message have no value.
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
    message.of(null);
    return elements(json, recordTime, firstLine);
  }

  private List<Element> elements(byte[] json, @Nullable Instant recordTime, long firstLine) {
    elements.begin(recordTime);
    if (fast != null && fast.read(json, elements)) {
      return elements.found();
    }
    try (JsonParser parser = StrictJson.parser(json)) {
      new ElementReader(type, trie, elements).read(parser);
    } catch (StrictJson.Malformed e) {
      return List.of(malformed(e, firstLine));
    } catch (IOException e) {
      return List.of(malformed(StrictJson.malformed(e, json), firstLine));
    }
    if (!elements.hasElements()) {
      return List.of(
          new Element.Unmappable(
              0, EMPTY_ARRAY, type.name() + ": got an empty array, expected elements"));
    }
    return elements.found();
  }

  private Element tombstone(TombstoneKeys keys, SourceRecord record) {
    try {
      return new Element.Deleted(0, keys.read(record), null);
    } catch (ElementMapper.Unmappable e) {
      return route.takesAll()
          ? new Element.Unmappable(0, e.reasonClass, String.valueOf(e.getMessage()), false)
          : new Element.Elsewhere(0, 0);
    }
  }

  /**
   * The keys of a message's elements, of those too that are refused for something beside their key:
   * rows with the key columns alone. An element whose key cannot be read is empty; none if the
   * record is malformed or has no value.
   */
  public List<Optional<Row>> keys(SourceRecord record) {
    byte[] json = record.value();
    if (json == null) {
      return List.of();
    }
    message.of(record);
    KeyCollector keys = new KeyCollector(mapper, deletedKeys, record.time());
    try (JsonParser parser = StrictJson.parser(json)) {
      new ElementReader(type, trie, keys).read(parser);
    } catch (StrictJson.Malformed | IOException e) {
      return List.of();
    }
    return keys.found();
  }

  /**
   * Where the elements of a record stand, or their items if these are the rows, as {@link #flatten}
   * counts them; none if the record is malformed or an empty array, which stand for themselves.
   */
  public List<Place> locate(byte[] json) {
    return locate(json, true);
  }

  /** The same of the elements, whatever items they have. */
  public List<Place> locateElements(byte[] json) {
    return locate(json, false);
  }

  private List<Place> locate(byte[] json, boolean ofItems) {
    ElementPlaces places = new ElementPlaces(StrictJson.start(json));
    try (JsonParser parser = StrictJson.parser(json)) {
      new ElementReader(type, trie, new PlaceCollector(places, mapper, ofItems)).read(parser);
    } catch (StrictJson.Malformed | IOException e) {
      return List.of();
    }
    return List.copyOf(places.found());
  }

  /**
   * Takes an envelope or an array apart into the bytes of its elements, unchanged, so that a
   * producer can send each as a record of its own. What cannot be taken apart (malformed JSON, an
   * error report, an envelope without elements or with a key of its own) stays whole, and becomes a
   * dead letter where it is read. Items stay with their element.
   *
   * @return the elements in their order; at least one
   */
  public List<byte[]> split(byte[] json) {
    List<Place> places = locateElements(json);
    boolean isWhole = places.isEmpty() || places.get(0).path().equals("$");
    if (places.size() < 2 && isWhole || places.stream().anyMatch(Place::isEnvelope)) {
      return List.of(json);
    }
    return places.stream().map(place -> ElementBytes.alone(json, place)).toList();
  }

  /**
   * A record that stands for a line of a source that could not be read, such as one of a CSV file:
   * it goes the way of the others, so that nothing is missing without a word, and becomes a dead
   * letter with this reason.
   *
   * @param reason where, got, expected, remedy; nothing of the content
   * @return JSON, and the same bytes for the same reason
   */
  public static byte[] unreadable(String reason) {
    return UnreadableRecord.record(reason);
  }

  private static Element malformed(StrictJson.Malformed refusal, long firstLine) {
    return new Element.Malformed(0, refusal.reasonClass, refusal.reason(firstLine));
  }

  /**
   * Where one element, or item, stands in its record.
   *
   * @param ordinal its place among the elements, from 0, as {@link Flattener#flatten} counts
   * @param path {@code $}, {@code $.results[3]}, {@code $[0].results[2]}; a field name with a sign
   *     that has a meaning stands in quotes
   * @param from where its bytes begin in the record
   * @param to where they end, exclusive
   * @param isEnvelope whether it is an object that has a key of its own and holds other elements
   *     too
   */
  public record Place(int ordinal, String path, int from, int to, boolean isEnvelope) {}

  /** What became of one element of a record. */
  public sealed interface Element {

    /** Its place in its record, from 0; where the rows are items, that of the item. */
    int ordinal();

    /**
     * The place, from 0, of the element in which the item stands; the same as the ordinal where
     * elements are the rows. All rows of one element have it in their version.
     */
    int parent();

    /** It is a row. */
    record Accepted(int ordinal, int parent, Row row) implements Element {

      /** One that is no item. */
      public Accepted(int ordinal, Row row) {
        this(ordinal, ordinal, row);
      }
    }

    /**
     * It deletes the row of its key.
     *
     * @param key the row with the key columns; every other column is null
     * @param rowVersion the time in the type's {@code rowVersion} column; null if it has none
     */
    record Deleted(int ordinal, Row key, @Nullable Instant rowVersion) implements Element {
      @Override
      public int parent() {
        return ordinal;
      }
    }

    /**
     * It is of another kind than the flattener takes.
     *
     * @param value its place among the values of the record that may be elements, from 0: the same
     *     for flatteners of all types with the same envelopes, whatever their keys
     */
    record Elsewhere(int parent, int value) implements Element {

      /** That of the element, whatever items it has. */
      @Override
      public int ordinal() {
        return parent;
      }
    }

    /** Something is wrong; the reason says where, got, expected and holds no secret. */
    sealed interface Refused extends Element {
      /** Short, stable name of the reason, for counting. */
      String reasonClass();

      /** Where, got, expected. */
      String reason();

      /**
       * Whether earlier versions, which guessed, made a row of such an element: then it may have
       * been counted, and must not be sent again unseen.
       */
      boolean formerlyTaken();
    }

    /** The record is not strict JSON; it stands for all elements the record may have held. */
    record Malformed(int ordinal, String reasonClass, String reason) implements Refused {
      @Override
      public int parent() {
        return ordinal;
      }

      @Override
      public boolean formerlyTaken() {
        return false;
      }
    }

    /** The element is JSON, but not of the declared type. */
    record Unmappable(
        int ordinal, int parent, String reasonClass, String reason, boolean formerlyTaken)
        implements Refused {

      /** One that is no item. */
      public Unmappable(int ordinal, String reasonClass, String reason, boolean formerlyTaken) {
        this(ordinal, ordinal, reasonClass, reason, formerlyTaken);
      }

      /** One that no version took. */
      public Unmappable(int ordinal, String reasonClass, String reason) {
        this(ordinal, reasonClass, reason, false);
      }
    }
  }
}
