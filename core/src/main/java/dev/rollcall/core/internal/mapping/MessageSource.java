package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.MessageField;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place of a column's value in the message around an element, in place of the element itself.
 *
 * @param part which part of the message
 * @param header the header's name; "" for the other parts
 * @param places for people, for coverage and for units: the paths in a JSON key, else the part
 */
public record MessageSource(Part part, String header, List<JsonSource> places)
    implements Serializable {

  /** The parts of a message. */
  public enum Part {
    KEY_TEXT("message key", Kind.TEXT),
    KEY_JSON("message key ", Kind.ANY),
    KEY_BINARY("message key as bytes", Kind.BINARY),
    HEADER("header ", Kind.TEXT),
    TIMESTAMP("message timestamp", Kind.TIME),
    TOPIC("topic", Kind.NAME),
    PARTITION("partition", Kind.NUMBER),
    OFFSET("offset", Kind.NUMBER);

    private final String text;
    private final Kind kind;

    Part(String text, Kind kind) {
      this.text = text;
      this.kind = kind;
    }

    /** Whether a message that deletes has another value there than the one that it deletes. */
    boolean isOfOneMessage() {
      return this == TIMESTAMP || this == OFFSET;
    }

    /** Whether it is read from the message's key. */
    public boolean isKey() {
      return this == KEY_TEXT || this == KEY_JSON || this == KEY_BINARY;
    }
  }

  /** What can be read of a part. */
  private enum Kind {
    TEXT(
        Set.of(
            ColumnType.STRING,
            ColumnType.INT64,
            ColumnType.FLOAT64,
            ColumnType.DECIMAL,
            ColumnType.BOOLEAN,
            ColumnType.TIMESTAMP,
            ColumnType.DATE,
            ColumnType.UUID)),
    ANY(Set.of(ColumnType.values())),
    BINARY(Set.of(ColumnType.INT64, ColumnType.UUID)),
    TIME(Set.of(ColumnType.TIMESTAMP, ColumnType.DATE)),
    NAME(Set.of(ColumnType.STRING)),
    NUMBER(Set.of(ColumnType.INT64));

    private final Set<ColumnType> types;

    Kind(Set<ColumnType> types) {
      this.types = types;
    }
  }

  public MessageSource {
    places = List.copyOf(places);
  }

  /** The key as UTF-8 text. */
  public static MessageSource keyText() {
    return whole(Part.KEY_TEXT, "");
  }

  /** The key as a big-endian number of 8 or 4 bytes, or the 16 bytes of a UUID. */
  public static MessageSource keyBytes() {
    return whole(Part.KEY_BINARY, "");
  }

  /**
   * Paths in a key that is a JSON object.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public static MessageSource keyJson(Stream<String> paths) {
    return new MessageSource(
        Part.KEY_JSON,
        "",
        paths
            .map(path -> place(Part.KEY_JSON.text + path, List.of(FieldPath.parse(path)), null))
            .toList());
  }

  /** The last header of this name, as UTF-8 text. */
  public static MessageSource header(String name) {
    return whole(Part.HEADER, name);
  }

  /** What the broker says of the message. */
  public static MessageSource of(MessageField field) {
    return switch (field) {
      case TIMESTAMP ->
          new MessageSource(
              Part.TIMESTAMP, "", List.of(place(Part.TIMESTAMP.text, List.of(), EpochUnit.MILLIS)));
      case TOPIC -> whole(Part.TOPIC, "");
      case PARTITION -> whole(Part.PARTITION, "");
      case OFFSET -> whole(Part.OFFSET, "");
    };
  }

  private static MessageSource whole(Part part, String header) {
    return new MessageSource(part, header, List.of(place(part.text + header, List.of(), null)));
  }

  private static JsonSource place(String text, List<List<String>> paths, @Nullable EpochUnit unit) {
    return new JsonSource(text, paths, List.of(), unit, List.of());
  }

  /** How a path of a JSON key is written among the places. */
  public static String written(String path) {
    return Part.KEY_JSON.text + path;
  }

  /** The same with units for its numbers. */
  MessageSource at(List<JsonSource> others) {
    return new MessageSource(part, header, others);
  }

  /** For people: {@code header trace-id}. */
  String text() {
    return part == Part.KEY_JSON ? part.text.strip() + " as JSON" : part.text + header;
  }

  /** What is wrong with it as the source of a column of this type; "" for nothing. */
  String misfit(ColumnType type) {
    if (part.kind.types.contains(type)) {
      return "";
    }
    return "%s gives no %s, expected one of the types %s"
        .formatted(text(), type, part.kind.types.stream().sorted().toList());
  }
}
