package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.rollcall.core.internal.decode.ElementMapper.Unmappable;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the key of a row from the key of a message without a value. */
public final class TombstoneKeys {

  private static final String REASON_CLASS = "tombstone-key";

  private final RecordDefinition type;
  private final RecordDefinition keys;
  private final PathTrie trie;
  private final ElementMapper mapper;
  private final boolean isWhole;

  public TombstoneKeys(RecordDefinition type) {
    this.type = type;
    this.isWhole = type.deletes().tombstone().get(0).sources().isEmpty();
    this.keys = type.tombstones();
    this.trie = new PathTrie(keys);
    this.mapper = new ElementMapper(keys, trie, new CoverageCounter(keys));
  }

  /** The row that is deleted: its key, and null in every other column. */
  public Row read(byte @Nullable [] key, @Nullable Instant recordTime) throws Unmappable {
    if (key == null || key.length == 0) {
      throw refused("got none, expected one that tells the columns " + keys.schema().keyNames());
    }
    Row read;
    try {
      read = mapper.map(isWhole ? text(key) : json(key), recordTime);
    } catch (Unmappable e) {
      throw new Unmappable(REASON_CLASS, String.valueOf(e.getMessage()), false);
    }
    @Nullable Object[] row = new Object[type.schema().size()];
    for (String name : keys.schema().keyNames()) {
      row[type.schema().position(name)] = read.get(keys.schema().position(name));
    }
    return Row.of(type.schema(), row);
  }

  private ParsedElement text(byte[] key) throws Unmappable {
    ParsedElement parsed = new ParsedElement(trie);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      parsed.set(0, ParsedElement.STRING, text);
      return parsed;
    } catch (CharacterCodingException e) {
      throw refused("got bytes that are not UTF-8, expected text");
    }
  }

  private ParsedElement json(byte[] key) throws Unmappable {
    Only only = new Only();
    try (JsonParser parser = StrictJson.parser(key)) {
      new ElementReader(keys, trie, only).read(parser);
    } catch (StrictJson.Malformed e) {
      throw refused(e.reason(1) + "; expected a JSON object");
    } catch (IOException e) {
      throw refused(StrictJson.malformed(e, key).reason(1) + "; expected a JSON object");
    }
    ParsedElement element = only.element;
    if (element == null || only.count > 1) {
      throw refused("expected one JSON object");
    }
    return element;
  }

  private Unmappable refused(String reason) {
    return new Unmappable(REASON_CLASS, keys.name() + ": " + reason, false);
  }

  /** Takes the one object that the key must be. */
  private static final class Only implements ElementReader.Sink {
    private @Nullable ParsedElement element;
    private int count;

    @Override
    public void element(ParsedElement parsed) {
      element = parsed;
      count++;
    }

    @Override
    public void envelope(ParsedElement parsed) {
      count = 2;
    }

    @Override
    public void notAnObject(String got) {
      count = 2;
    }
  }
}
