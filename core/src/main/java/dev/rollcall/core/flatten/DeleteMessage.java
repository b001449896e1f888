package dev.rollcall.core.flatten;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that deletes the row of one key, as a record type reads it: there is none that its type
 * has not read. Messages about it never show the key, which is often a person's. Immutable.
 */
public final class DeleteMessage {

  private final byte @Nullable [] key;
  private final byte @Nullable [] value;
  private final Row row;
  private final @Nullable Instant rowVersion;

  private DeleteMessage(
      byte @Nullable [] key, byte @Nullable [] value, Row row, @Nullable Instant rowVersion) {
    this.key = copy(key);
    this.value = copy(value);
    this.row = row;
    this.rowVersion = rowVersion;
  }

  /**
   * Makes the message from the key as the source writes it: without a value if the type declares
   * {@code tombstoneKey}, else an element that meets its first {@code deletedWhere} that can be met
   * so.
   *
   * @param key a text for each column of the key, in its order; not what a pipeline makes of it,
   *     such as a hash
   * @throws ConfigurationException if the type declares no deletes, if no deleting element can be
   *     made of the key alone (a key column that is derived, or read from a template; a type with a
   *     {@code rowVersion}), or if the type does not read this key
   */
  public static DeleteMessage of(RecordType type, String... key) {
    RecordDefinition definition = RecordDefinition.of(type);
    List<String> columns = type.schema().keyNames();
    if (key.length != columns.size()) {
      throw new ConfigurationException(
          "%s: got a key of %d, expected one text for each of %s"
              .formatted(type.name(), key.length, columns));
    }
    Deletes deletes = required(definition);
    if (definition.rowVersion() != null) {
      throw new ConfigurationException(
          "record type '%s' orders rows by '%s', so a delete needs a time there that is later than any of the row's: make the element as its source would, and have it read: DeleteMessage.read(type, key, value)"
              .formatted(type.name(), definition.rowVersion()));
    }
    DeletingJson json = new DeletingJson(definition);
    if (deletes.tombstone().isEmpty()) {
      return read(type, json.keyOfElement(key), json.element(key));
    }
    return read(type, json.messageKey(key), null);
  }

  /**
   * Checks that the type reads this message as the delete of one row: for elements that {@link #of}
   * cannot make.
   *
   * @throws ConfigurationException if it does not
   */
  public static DeleteMessage read(
      RecordType type, byte @Nullable [] key, byte @Nullable [] value) {
    return read(
        Flattener.of(type),
        new SourceRecord(
            new SourcePartition("a message that deletes", 0),
            type.name(),
            0,
            Instant.now(),
            key,
            value));
  }

  /**
   * The same of a message that is a record of its source, for a flattener that may take elements of
   * one kind only.
   *
   * @throws ConfigurationException if it is not read as the delete of one row
   */
  public static DeleteMessage read(Flattener flattener, SourceRecord record) {
    RecordType type = flattener.type();
    RecordDefinition definition = RecordDefinition.of(type);
    required(definition);
    requireKnown(definition);
    List<Element> elements = flattener.flatten(record);
    if (elements.size() == 1 && elements.get(0) instanceof Element.Deleted deleted) {
      return new DeleteMessage(record.key(), record.value(), deleted.key(), deleted.rowVersion());
    }
    throw new ConfigurationException(
        "%s: got %s, expected a message that deletes the row of one key, %s"
            .formatted(type.name(), got(elements, definition), type.schema().keyNames()));
  }

  private static String got(List<Element> elements, RecordDefinition type) {
    if (elements.size() != 1) {
      return elements.isEmpty() ? "a message without a value" : elements.size() + " elements";
    }
    Element element = elements.get(0);
    if (element instanceof Element.Refused refused) {
      String version = type.rowVersion();
      return "a key%s that does not fit (%s)"
          .formatted(version == null ? "" : " or '" + version + "'", refused.reasonClass());
    }
    return element instanceof Element.Elsewhere
        ? "an element of another kind"
        : "an element that writes a row";
  }

  /** A message is made of key and value: what else identifies a row would be made up. */
  private static void requireKnown(RecordDefinition type) {
    List<String> unknown =
        type.mappings().stream()
            .filter(each -> type.schema().keyNames().contains(each.column().name()))
            .filter(each -> each.message() != null && !each.message().part().isKey())
            .map(each -> "'" + each.column().name() + "'")
            .toList();
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "record type '%s': got a key that has %s, which a message does not say in its key or its value; send the message that deletes as its source would"
              .formatted(type.name(), String.join(", ", unknown)));
    }
  }

  private static Deletes required(RecordDefinition type) {
    if (type.items() != null) {
      throw new ConfigurationException(
          "record type '%s' makes rows of the items of an element, none of which a message deletes alone: delete the row of the element, by its own type"
              .formatted(type.name()));
    }
    if (type.deletes().lines().isEmpty()) {
      throw new ConfigurationException(
          "record type '%s' declares no deletes, so a message that deletes would be filtered out, or taken for a row: declare tombstoneKey(…) in it, which needs no higher version of the definition, or deletedWhere(…), which does if it is aggregated, and deploy that first"
              .formatted(type.name()));
    }
    return type.deletes();
  }

  private static byte @Nullable [] copy(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }

  /** A copy of the message's key; null if it has none. */
  public byte @Nullable [] key() {
    return copy(key);
  }

  /** A copy of its JSON; null for a message without a value (a tombstone). */
  public byte @Nullable [] value() {
    return copy(value);
  }

  /** What it deletes: the key columns; every other column is null. */
  public Row row() {
    return row;
  }

  /**
   * The time in the type's {@code rowVersion} column, up to which it wins; null if the message's
   * own time decides.
   */
  public @Nullable Instant rowVersion() {
    return rowVersion;
  }

  /** Whether it is a message without a value. */
  public boolean isTombstone() {
    return value == null;
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "DeleteMessage[" + (isTombstone() ? "tombstone" : "element") + "]";
  }
}
