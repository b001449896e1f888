package dev.rollcall.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every real file that is there: the type made of it reads it without a dead letter that a person
 * would not expect.
 */
class RealFilesTest {

  /** Beside the checkout, or where ROLLCALL_REAL_FILES says. */
  private static final Path FILES =
      Path.of(System.getenv().getOrDefault("ROLLCALL_REAL_FILES", "../../shared"));

  /** What a person expects, by the reason class of the letters. */
  private static final Map<String, String> EXPECTED =
      Map.of(
          "malformed-json", "it is no JSON",
          "nan-or-infinity", "NaN is no JSON",
          "bad-line", "the line of the CSV file is broken");

  @TempDir private Path folder;

  @Test
  void theTypeOfAFileReadsIt() throws IOException {
    if (!Files.isDirectory(FILES)) {
      System.out.println("Skipped: no real files at " + FILES.toAbsolutePath().normalize());
    }
    assumeTrue(Files.isDirectory(FILES), "no real files");
    List<Path> files;
    try (Stream<Path> all = Files.walk(FILES)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(
                  file ->
                      file.toString().matches(".*/(corpus|cases)/.*\\.(json|ndjson|csv)(\\.gz)?"))
              .sorted()
              .toList();
    }
    List<String> figures = new ArrayList<>();
    for (Path file : files) {
      figures.add(FILES.relativize(file) + ": " + figures(file));
    }
    Files.write(Path.of("target", "real-files.txt"), figures);
    assertThat(figures).noneMatch(line -> line.contains("UNEXPECTED"));
  }

  private String figures(Path file) throws IOException {
    Path type = folder.resolve("type.yaml");
    Files.deleteIfExists(type);
    CommandRun infer = CommandRun.of("infer", "--output", type.toString(), file.toString());
    assertThat(infer.code()).as(file + ": " + infer.err()).isIn(0, 3);
    if (!Files.exists(type)) {
      return infer.summary();
    }
    Path letters = folder.resolve("letters.ndjson");
    CommandRun flatten =
        CommandRun.of(
            "flatten",
            "--type",
            type.toString(),
            "--dead-letters",
            letters.toString(),
            file.toString());
    assertThat(flatten.code()).as(file + ": " + flatten.err()).isIn(0, 3);
    Map<String, String> reasons = new TreeMap<>();
    for (JsonNode letter : CommandRun.lines(Files.readString(letters))) {
      String reason = letter.get("reason_class").asText();
      reasons.put(
          reason, EXPECTED.getOrDefault(reason, "UNEXPECTED " + letter.get("reason").asText()));
    }
    return flatten.summary() + (reasons.isEmpty() ? "" : " " + reasons);
  }
}
