package dev.rollcall.core.internal.decode;

import static java.util.stream.Collectors.joining;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.decode.ElementMapper.Unmappable;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.ColumnReads;
import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.internal.row.SliceJoin;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A column of a record type with its paths resolved: reads, derives and checks its values. */
final class BoundColumn {

  private final String type;
  private final int index;
  private final ColumnMapping mapping;
  private final Column column;
  private final boolean isKey;
  private final BoundSource[] sources;
  private final ColumnReasons reasons;
  private final ValueReader values;
  private final UnaryOperator<Row> limit;

  /** Its function; null if it has none. */
  private final Row.@Nullable Derivation derivation;

  /** Whether a text may be that of all items of an element: its value is then made once. */
  private final boolean isShared;

  /** Whether only some texts are allowed, and whether each is counted. */
  private final boolean hasAllowed;

  private final boolean isCounted;

  /** Whether a source takes an object of an array, of which there may be several. */
  private final boolean selects;

  private @Nullable String lastText;
  private @Nullable Object lastValue;
  private @Nullable JoinedText lastTexts;
  private @Nullable String[] lastParts = {};
  private @Nullable String lastJoined;

  /** What it is read from in place of the element; null if it is not. */
  private final @Nullable MessageValues message;

  BoundColumn(RecordDefinition type, int index, PathTrie trie, MessageValues message) {
    this.type = type.name();
    this.index = index;
    this.mapping = type.mappings().get(index);
    this.column = mapping.column();
    this.isKey = type.workingSchema().isKey(index);
    this.message = mapping.message() == null ? null : message;
    this.reasons = new ColumnReasons(column, this.type, this.message == null);
    this.sources =
        mapping.places().stream().map(source -> bound(source, trie)).toArray(BoundSource[]::new);
    this.isShared =
        this.message == null
            && Stream.of(sources)
                .flatMapToInt(source -> IntStream.of(source.slots()))
                .anyMatch(trie::isShared);
    this.selects =
        mapping.sources().stream()
            .flatMap(source -> source.paths().stream())
            .anyMatch(path -> path.stream().anyMatch(PathStep::isSelected));
    this.hasAllowed = !mapping.allowed().isEmpty();
    this.isCounted = mapping.visibility() == ColumnMapping.Visibility.COUNTED;
    this.derivation = mapping.derivation();
    this.values = new ValueReader(column, mapping.reading());
    this.limit =
        ColumnReads.limit(
            mapping.reads(),
            type.workingSchema(),
            "column '%s' (%s)".formatted(column.name(), type.name()));
  }

  private BoundSource bound(JsonSource source, PathTrie trie) {
    if (message == null) {
      return of(source, trie);
    }
    PathTrie inKey = message.trie(index);
    return inKey == null
        ? new BoundSource(new int[] {index}, null, source.unit(), -1, null)
        : of(source, inKey);
  }

  private BoundSource of(JsonSource source, PathTrie trie) {
    return BoundSource.of(source, trie, isJson(), isKey, mapping.reading().nullTexts());
  }

  /**
   * Reads usual values of the column; null if they need more than their conversion.
   *
   * @param word the first word of a row that is left for the parts of a text
   */
  @Nullable UsualColumn usual(int word) {
    boolean isPlain =
        message == null
            && !selects
            && !mapping.elseNull()
            && mapping.reading().nullTexts().isEmpty()
            && !hasAllowed;
    if (!isPlain) {
      return null;
    }
    UsualColumn.Sources usual = usualSources(word);
    boolean areAll = usual.slots().length == sources.length;
    int without = UsualColumn.NOT_USUAL;
    if (areAll && isDerived()) {
      without = UsualColumn.DERIVED;
    } else if (areAll && !isKey && mapping.required() == null) {
      without = UsualColumn.ABSENT;
    }
    return new UsualColumn(
        column,
        usual,
        new UsualColumn.Manner(
            without, isBlankNull(), isShared, mapping.reading().decimals().isPlainText()),
        values.times());
  }

  private UsualColumn.Sources usualSources(int word) {
    int[] slots =
        Stream.of(sources)
            .takeWhile(source -> source.joined() == null)
            .mapToInt(source -> source.slots()[0])
            .toArray();
    boolean isJoin =
        slots.length < sources.length
            && column.type() == ColumnType.STRING
            && !isKey
            && !isBlankNull()
            && !isShared;
    return isJoin
        ? new UsualColumn.Sources(
            slots,
            sources[slots.length].slots(),
            new SliceJoin(mapping.sources().get(slots.length).literals(), word))
        : new UsualColumn.Sources(slots, new int[0], null);
  }

  /** Whether it is read from the message around the element. */
  boolean isOfMessage() {
    return message != null;
  }

  private ParsedElement in(ParsedElement element) {
    return message == null ? element : message.in(index);
  }

  boolean isJson() {
    return column.type() == ColumnType.JSON;
  }

  boolean hasScalar(ParsedElement parsed) {
    return firstScalar(parsed) >= 0;
  }

  /** The first source that has a value; -1 for none. */
  int firstScalar(ParsedElement parsed) {
    ParsedElement in = in(parsed);
    for (int at = 0; at < sources.length; at++) {
      if (sources[at].hasScalar(in)) {
        return at;
      }
    }
    return -1;
  }

  /** Converts the value of the first source that has one; null for none. */
  @Nullable Object read(
      ParsedElement element, @Nullable Instant recordTime, @Nullable CoverageCounter counts)
      throws Unmappable {
    String misfit = message == null ? null : message.misfit(index);
    if (misfit != null) {
      throw reasons.refused("wrong-type", misfit, false);
    }
    ParsedElement parsed = in(element);
    boolean structure = false;
    for (int at = 0; at < sources.length; at++) {
      BoundSource source = sources[at];
      int slot = source.slots()[0];
      byte kind = source.joined() == null ? parsed.kind(slot) : ParsedElement.STRING;
      if (selects) {
        requireOne(at, parsed);
      }
      structure |= kind == ParsedElement.STRUCTURE;
      String text =
          source.joined() != null
              ? joined(source.joined(), source.slots(), parsed)
              : parsed.isScalar(slot) ? parsed.text(slot) : null;
      if (text == null || meansNull(kind, text)) {
        if (counts != null && (text != null || kind == ParsedElement.NULL)) {
          counts.empty(index, at);
        }
        continue;
      }
      Object value = converted(source, kind, text, parsed, recordTime);
      if (mapping.elseNull()) {
        // before a function sees it
        requireAllowed(value);
      }
      if (counts != null) {
        counts.gave(index, at);
      }
      return value;
    }
    if (structure) {
      throw reasons.refused(
          "wrong-type", "got an object or an array, expected %s".formatted(column.type()), false);
    }
    return null;
  }

  private void requireOne(int source, ParsedElement parsed) throws Unmappable {
    if (sources[source].holdsSeveral(parsed)) {
      throw reasons.refused(
          "several-selected",
          "got several objects for '%s', expected one"
              .formatted(mapping.sources().get(source).text()),
          false);
    }
  }

  private boolean meansNull(byte kind, String text) {
    if (kind != ParsedElement.STRING || isJson()) {
      return false;
    }
    List<String> nulls = mapping.reading().nullTexts();
    return !nulls.isEmpty() && nulls.contains(text.strip()) || isBlankNull() && text.isBlank();
  }

  /** A blank key would merge all elements that lack one into one row. */
  private boolean isBlankNull() {
    return mapping.emptyIsNull() || isKey && column.type() == ColumnType.STRING;
  }

  /** Joins texts; those that may be of all items once, and only so much of others. */
  private @Nullable String joined(JoinedText texts, int[] paths, ParsedElement parsed)
      throws Unmappable {
    if (!isShared) {
      return texts.join(parsed);
    }
    @Nullable String[] parts = new String[paths.length];
    boolean areLast = texts.equals(lastTexts);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parsed.isScalar(paths[i]) ? parsed.text(paths[i]) : null;
      areLast &= isSame(parts[i], areLast ? lastParts[i] : null);
    }
    if (areLast) {
      return lastJoined;
    }
    lastJoined = texts.join(parsed);
    lastTexts = texts;
    lastParts = parts;
    if (lastJoined != null
        && parsed.items != null
        && !parsed.items.takesJoined(lastJoined.length())) {
      throw reasons.refused(
          "too-large",
          "the texts joined for the items of one element have more than %d characters, expected fewer"
              .formatted(ItemBuffer.MAX_JOINED),
          false);
    }
    return lastJoined;
  }

  /** Whether it is the same object, which then was read of the same record. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(@Nullable String text, @Nullable String last) {
    return text == last;
  }

  private Object converted(
      BoundSource source,
      byte kind,
      String text,
      ParsedElement parsed,
      @Nullable Instant recordTime)
      throws Unmappable {
    boolean alone =
        source.unit() != null && source.besideSlot() >= 0 && !isNumber(parsed, source.besideSlot());
    if (isShared && !alone && lastValue != null && isSame(text, lastText)) {
      return lastValue;
    }
    try {
      Object value = values.convert(kind, text, alone ? null : source.unit(), recordTime);
      if (isShared && !alone) {
        lastText = text;
        lastValue = value;
      }
      return value;
    } catch (ValueMismatch mismatch) {
      String expected = mismatch.getMessage();
      if (alone && source.beside() != null && isNumber(kind, text)) {
        expected = "an ISO 8601 time; a number only beside one at '%s'".formatted(source.beside());
      }
      throw reasons.refused(
          mismatch.reasonClass,
          "got %s, expected %s".formatted(reasons.got(text), expected),
          mismatch.formerlyTaken);
    }
  }

  private static boolean isNumber(ParsedElement parsed, int slot) {
    return parsed.isScalar(slot) && isNumber(parsed.kind(slot), parsed.text(slot));
  }

  private static boolean isNumber(byte kind, String text) {
    return kind == ParsedElement.NUMBER
        || kind == ParsedElement.STRING && TimeReader.isInteger(text.strip());
  }

  /** Whether a value that does not fit becomes a null. */
  boolean isElseNull() {
    return mapping.elseNull();
  }

  boolean isDerived() {
    return derivation != null;
  }

  /** Calls the column's function, which must be there. */
  @Nullable Object derive(Row working, @Nullable Instant recordTime) throws Unmappable {
    try {
      return DerivedValue.fitting(
          column, Objects.requireNonNull(derivation).derive(limit.apply(working), recordTime));
    } catch (ConfigurationException e) {
      // a column misspelt in a function is wrong for every element
      throw e;
    } catch (DerivedValue.Mismatch e) {
      throw new Unmappable("wrong-type", type + ": " + e.getMessage(), e.formerlyTaken());
    } catch (RuntimeException e) {
      // the function's own message may quote the element
      throw reasons.refused(
          "derivation-failed", "its derivation failed with " + e.getClass().getSimpleName(), false);
    }
  }

  boolean isMissing(@Nullable Object value) {
    return value == null
        || value instanceof String text && text.isBlank() && isKey
        || value instanceof byte[] bytes && bytes.length == 0;
  }

  /** Checks a value, as read or derived, against the declaration. */
  void check(@Nullable Object value, ParsedElement parsed, @Nullable CoverageCounter coverage)
      throws Unmappable {
    if (value == null) {
      requireReachable(in(parsed));
    }
    if (isKey ? isMissing(value) : value == null && mapping.required() != null) {
      throw missing(parsed, value != null);
    }
    requireAllowed(value);
    if (isCounted && coverage != null && value instanceof String text) {
      coverage.counted(index, mapping.allowed().indexOf(text));
    }
  }

  private void requireAllowed(@Nullable Object value) throws Unmappable {
    if (hasAllowed && value instanceof String text && !mapping.allowed().contains(text)) {
      throw reasons.refused(
          "not-allowed",
          "got %s, expected one of %s"
              .formatted(reasons.got(text), String.join(", ", mapping.allowed())),
          false);
    }
  }

  /** Refuses a scalar where a path continues into an object, as the path reads nothing there. */
  private void requireReachable(ParsedElement parsed) throws Unmappable {
    for (int at = 0; at < sources.length; at++) {
      for (int slot : sources[at].slots()) {
        if (parsed.kind(slot) == ParsedElement.UNREACHABLE) {
          throw reasons.refused(
              "wrong-type",
              "got a text, number or boolean on the way to '%s', expected objects"
                  .formatted(mapping.places().get(at).text()),
              true);
        }
      }
    }
  }

  private Unmappable missing(ParsedElement parsed, boolean isBlank) {
    if (parsed.error != null) {
      return Unmappable.report(type, parsed.error);
    }
    String expected = mapping.required() == null ? "" : mapping.required();
    if (expected.isEmpty()) {
      expected =
          mapping.places().isEmpty()
              ? "its derivation to give one"
              : mapping.places().stream().map(JsonSource::text).collect(joining(" or "));
    }
    boolean isPart = isKey && mapping.sources().stream().anyMatch(JsonSource::isTemplate);
    return reasons.refused(
        "missing-value",
        "got %s, expected %s"
            .formatted(
                isBlank ? "blank text" : "no value",
                expected + (isPart ? ", every part of it" : "")),
        isKey && (isBlank || hasScalar(parsed)));
  }
}
