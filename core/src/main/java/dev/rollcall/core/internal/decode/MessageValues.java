package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.MessageSource;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the message around the elements says in the columns that are read from it: of one message at
 * a time, read once for all its elements. Not threadsafe.
 */
public final class MessageValues {

  private static final int UUID_BYTES = 16;

  private final List<ColumnMapping> mappings;
  private final boolean isAsked;

  /** The places in a JSON key; null if no column has one. */
  private final @Nullable PathTrie keyTrie;

  private final @Nullable MessageKeyJson keyJson;

  /** A slot for each column of the type, whether it is read from the message or not. */
  private final ParsedElement values;

  private final ParsedElement noKey;
  private ParsedElement key;
  private final @Nullable String[] misfits;

  public MessageValues(RecordDefinition type) {
    this.mappings = type.mappings();
    this.isAsked = mappings.stream().anyMatch(each -> each.message() != null);
    RecordDefinition keys = type.messageKeys();
    this.keyTrie = keys.mappings().isEmpty() ? null : new PathTrie(keys);
    this.keyJson = keyTrie == null ? null : new MessageKeyJson(keys, keyTrie);
    this.values = new ParsedElement(mappings.size());
    this.noKey = new ParsedElement(keyTrie == null ? 0 : keyTrie.size());
    this.key = noKey;
    this.misfits = new String[mappings.size()];
  }

  /** Turns to another message; null for a record that is none. */
  public void of(@Nullable SourceRecord message) {
    if (!isAsked) {
      return;
    }
    none();
    if (message == null) {
      return;
    }
    key(message.key());
    for (int i = 0; i < misfits.length; i++) {
      MessageSource source = mappings.get(i).message();
      if (source == null) {
        continue;
      }
      switch (source.part()) {
        case HEADER ->
            text(i, SourceRecord.Header.last(message.headers(), source.header()), "the header");
        case TIMESTAMP -> {
          Instant time = message.time();
          if (time != null) {
            number(i, time.toEpochMilli());
          }
        }
        case TOPIC -> values.set(i, ParsedElement.STRING, message.source());
        case PARTITION -> number(i, message.partition().partition());
        case OFFSET -> number(i, message.offset());
        case KEY_TEXT, KEY_JSON, KEY_BINARY -> {
          // read above
        }
      }
    }
  }

  private void none() {
    values.clear();
    key = noKey;
    Arrays.fill(misfits, null);
  }

  private void key(byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    String misfit = null;
    if (keyJson != null) {
      try {
        key = keyJson.read(bytes);
      } catch (MessageKeyJson.Refused e) {
        misfit = e.getMessage();
      }
    }
    for (int i = 0; i < misfits.length; i++) {
      MessageSource source = mappings.get(i).message();
      if (source == null) {
        continue;
      }
      switch (source.part()) {
        case KEY_TEXT -> text(i, bytes, "the message's key");
        case KEY_BINARY -> binary(i, bytes);
        case KEY_JSON -> misfits[i] = misfit;
        default -> {
          // no key
        }
      }
    }
  }

  private void text(int column, byte @Nullable [] bytes, String what) {
    if (bytes == null) {
      return;
    }
    String text = text(bytes);
    if (text == null) {
      misfits[column] =
          "got %d bytes in %s that are not UTF-8, expected text".formatted(bytes.length, what);
    } else {
      values.set(column, ParsedElement.STRING, text);
    }
  }

  /** As text; null if they are not UTF-8. */
  static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private void binary(int column, byte[] bytes) {
    ByteBuffer big = ByteBuffer.wrap(bytes);
    if (mappings.get(column).column().type() == ColumnType.UUID) {
      if (bytes.length == UUID_BYTES) {
        String uuid = new UUID(big.getLong(), big.getLong()).toString();
        values.set(column, ParsedElement.STRING, uuid);
        return;
      }
      misfits[column] =
          "got a message key of %d bytes, expected 16, a UUID".formatted(bytes.length);
    } else if (bytes.length == Long.BYTES || bytes.length == Integer.BYTES) {
      number(column, bytes.length == Long.BYTES ? big.getLong() : big.getInt());
    } else {
      misfits[column] =
          "got a message key of %d bytes, expected 8 or 4, a number".formatted(bytes.length);
    }
  }

  private void number(int column, long number) {
    values.set(column, ParsedElement.NUMBER, Long.toString(number));
  }

  private boolean isInJson(int column) {
    MessageSource source = mappings.get(column).message();
    return source != null && source.part() == MessageSource.Part.KEY_JSON;
  }

  /** The slots that are read for a column: those of a JSON key, or of the message. */
  @Nullable PathTrie trie(int column) {
    return isInJson(column) ? keyTrie : null;
  }

  /** What a column is read from now. */
  ParsedElement in(int column) {
    return isInJson(column) ? key : values;
  }

  /** Why there is something that no column can be read from; null if there is not. */
  @Nullable String misfit(int column) {
    return misfits[column];
  }
}
