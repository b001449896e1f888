package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonParser;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a message key that is one JSON object. Not threadsafe. */
final class MessageKeyJson {

  /** The key is something else; says where, got, expected, and nothing of the key. */
  static final class Refused extends Exception {
    private Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  private final RecordDefinition keys;
  private final PathTrie trie;

  MessageKeyJson(RecordDefinition keys, PathTrie trie) {
    this.keys = keys;
    this.trie = trie;
  }

  ParsedElement read(byte[] key) throws Refused {
    Only only = new Only();
    try (JsonParser parser = StrictJson.parser(key)) {
      new ElementReader(keys, trie, only).read(parser);
    } catch (StrictJson.Malformed e) {
      throw new Refused(e.reason(1) + "; expected a JSON object");
    } catch (IOException e) {
      throw new Refused(StrictJson.malformed(e, key).reason(1) + "; expected a JSON object");
    }
    ParsedElement element = only.element;
    if (element == null || only.count > 1) {
      throw new Refused("expected one JSON object");
    }
    return element;
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
