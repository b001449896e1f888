package dev.rollcall.cli.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.reader.StreamReader;

/** Finds where a file is at fault that was refused without a place. */
final class YamlFault {

  private static final LoaderOptions LIMITS = new LoaderOptions();

  private YamlFault() {}

  /** Behind the name of the file: where, what, remedy; shows nothing of the file. */
  static String of(Path file) {
    CharBuffer text;
    try {
      byte[] bytes = Files.readAllBytes(file);
      ByteBuffer in = ByteBuffer.wrap(bytes);
      text = CharBuffer.allocate(bytes.length);
      CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
      text.flip();
      if (result.isError()) {
        return "is not UTF-8: "
            + place(text, text.length())
            + ": got a byte that is none; save it as UTF-8, with iconv for example";
      }
    } catch (IOException e) {
      return "cannot be read";
    }
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.get(i)) && !StreamReader.isPrintable((int) text.get(i))) {
        return "is no YAML: %s: got the character U+%04X, expected text; delete it"
            .formatted(place(text, i), (int) text.get(i));
      }
    }
    if (text.length() > LIMITS.getCodePointLimit()) {
      return "is too large: expected at most %d characters".formatted(LIMITS.getCodePointLimit());
    }
    return "is no YAML" + limit(text.toString());
  }

  private static String limit(String text) {
    Set<String> collections = new HashSet<>();
    int depth = 0;
    int aliases = 0;
    try {
      for (Event event : new Yaml(LIMITS).parse(new StringReader(text))) {
        if (event instanceof CollectionStartEvent start) {
          if (start.getAnchor() != null) {
            collections.add(start.getAnchor());
          }
          if (++depth > LIMITS.getNestingDepthLimit()) {
            return "%s: expected at most %d levels of nesting; close a bracket or write it flatter"
                .formatted(place(event), LIMITS.getNestingDepthLimit());
          }
        } else if (event instanceof CollectionEndEvent) {
          depth--;
        } else if (event instanceof AliasEvent alias
            && collections.contains(alias.getAnchor())
            && ++aliases > LIMITS.getMaxAliasesForCollections()) {
          return "%s: expected at most %d aliases of lists and mappings; write out what they stand for"
              .formatted(place(event), LIMITS.getMaxAliasesForCollections());
        }
      }
    } catch (YAMLException e) {
      // it has no place
    }
    return "";
  }

  private static String place(Event event) {
    Mark mark = event.getStartMark();
    return ": line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String place(CharSequence text, int at) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return "line %d, column %d".formatted(line, at - begin + 1);
  }
}
