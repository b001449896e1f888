package dev.rollcall.cli.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs docs/types-in-files.md: a block behind a file's name is that file, commands run, and any
 * other block is what the last command has printed, {@code errors} on standard error.
 */
class TypesInFilesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "types-in-files.md");

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:`([\\w.]+)`:\n\n)?^```([a-z]+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path folder;

  @Test
  void thePageDoesWhatItSays() throws IOException {
    CommandRun last = new CommandRun(0, "", "");
    for (MatchResult block : BLOCK.matcher(Files.readString(PAGE)).results().toList()) {
      String content = block.group(3);
      if (block.group(1) != null) {
        Files.writeString(folder.resolve(block.group(1)), content);
      } else if (block.group(2).equals("sh")) {
        for (String line : content.lines().toList()) {
          last = run(line);
        }
      } else {
        String printed = block.group(2).equals("errors") ? last.err() : last.out();
        assertThat(printed.replace(folder + "/", "")).isEqualTo(content);
      }
    }
  }

  private CommandRun run(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    assertThat(words.remove(0)).isEqualTo("./rollcall");
    words.replaceAll(
        word -> word.matches("\\w+\\.[a-z]+") ? folder.resolve(word).toString() : word);
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void thePageHasEveryWord() throws IOException {
    List<String> words = new ArrayList<>(TypeWords.all());
    words.addAll(DeclaredType.WORDS);
    words.addAll(ColumnWords.all());
    List<String> rows =
        Files.readString(PAGE).lines().filter(line -> line.startsWith("| `")).toList();

    assertThat(words)
        .allSatisfy(
            word ->
                assertThat(rows).anyMatch(row -> row.split("\\|")[1].contains("`" + word + "`")));
  }
}
