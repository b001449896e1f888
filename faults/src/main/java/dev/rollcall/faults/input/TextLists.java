package dev.rollcall.faults.input;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The lists of {@code text-lists.json}: texts that are no JSON, no number, or just naughty. */
final class TextLists {

  private static final Map<String, List<String>> ALL = read();

  private TextLists() {}

  static List<String> get(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  private static Map<String, List<String>> read() {
    try (InputStream json = TextLists.class.getResourceAsStream("text-lists.json")) {
      return new ObjectMapper().readValue(json, new TypeReference<Map<String, List<String>>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
