package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.decode.ElementMapper.Unmappable;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the key of a row from the key of a message without a value. */
public final class TombstoneKeys {

  private static final String REASON_CLASS = "tombstone-key";

  private final RecordDefinition type;
  private final RecordDefinition keys;
  private final PathTrie trie;
  private final ElementMapper mapper;
  private final MessageValues message;

  /** Whether columns are read that the type does not read from messages otherwise. */
  private final boolean isAsked;

  private final boolean isWhole;
  private final boolean needsKey;

  public TombstoneKeys(RecordDefinition type) {
    this.type = type;
    List<ColumnMapping> asked =
        type.deletes().tombstone().stream().filter(each -> each.message() == null).toList();
    this.isAsked = !asked.isEmpty();
    this.isWhole = isAsked && asked.get(0).sources().isEmpty();
    this.needsKey =
        type.deletes().tombstone().stream()
            .anyMatch(each -> each.message() == null || each.message().part().isKey());
    this.keys = type.tombstones();
    this.trie = new PathTrie(keys);
    this.message = new MessageValues(keys);
    this.mapper = new ElementMapper(keys, trie, new CoverageCounter(keys), message);
  }

  /** The row that is deleted: its key, and null in every other column. */
  public Row read(SourceRecord tombstone) throws Unmappable {
    message.of(tombstone);
    byte[] key = tombstone.key();
    if (needsKey && (key == null || key.length == 0)) {
      throw refused("got none, expected one that tells the columns " + keys.schema().keyNames());
    }
    Row read;
    try {
      read = mapper.map(element(key), tombstone.time());
    } catch (Unmappable e) {
      throw new Unmappable(REASON_CLASS, String.valueOf(e.getMessage()), false);
    }
    @Nullable Object[] row = new Object[type.schema().size()];
    for (String name : keys.schema().keyNames()) {
      row[type.schema().position(name)] = read.get(keys.schema().position(name));
    }
    return Row.of(type.schema(), row);
  }

  private ParsedElement element(byte @Nullable [] key) throws Unmappable {
    if (key == null || !isAsked) {
      return new ParsedElement(trie);
    }
    return isWhole ? text(key) : json(key);
  }

  private ParsedElement text(byte[] key) throws Unmappable {
    ParsedElement parsed = new ParsedElement(trie);
    String text = MessageValues.text(key);
    if (text == null) {
      throw refused("got bytes that are not UTF-8, expected text");
    }
    parsed.set(0, ParsedElement.STRING, text);
    return parsed;
  }

  private ParsedElement json(byte[] key) throws Unmappable {
    try {
      return new MessageKeyJson(keys, trie).read(key);
    } catch (MessageKeyJson.Refused e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private Unmappable refused(String reason) {
    return new Unmappable(REASON_CLASS, keys.name() + ": " + reason, false);
  }
}
