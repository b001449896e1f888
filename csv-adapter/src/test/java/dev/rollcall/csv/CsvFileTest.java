package dev.rollcall.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.record.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  @TempDir Path folder;

  @Test
  void eachLineIsAnObjectOfTexts() throws IOException {
    CsvFile file =
        CsvFile.open(written("a,b,c\n1,,x y\n\"q,1\",\"say \"\"hi\"\"\",\"two\nlines\"\n"));
    assertThat(file.header()).containsExactly("a", "b", "c");
    assertThat(file.size()).isEqualTo(2);
    assertThat(json(file))
        .containsExactly(
            "{\"a\":\"1\",\"b\":\"\",\"c\":\"x y\"}",
            "{\"a\":\"q,1\",\"b\":\"say \\\"hi\\\"\",\"c\":\"two\\nlines\"}");
  }

  @Test
  void windowsLinesMarksBlankLinesAndAMissingLastLineBreakAreNoMatter() throws IOException {
    assertThat(json(CsvFile.open(written("\uFEFFname,n\r\nÅse,1\r\n\r\nBo ,2"))))
        .containsExactly("{\"name\":\"Åse\",\"n\":\"1\"}", "{\"name\":\"Bo \",\"n\":\"2\"}");
  }

  @Test
  void anotherSeparatorCanBeNamed() throws IOException {
    assertThat(json(CsvFile.open(written("a;b\n1,5;x\n"), CsvFormat.standard().separator(';'))))
        .containsExactly("{\"a\":\"1,5\",\"b\":\"x\"}");
  }

  @Test
  void idsAreOfTheFileAndTheLineAndCanBeAField() throws IOException {
    Path path = written("a\nx\nx\n");
    String hash = Texts.sha256(Files.readAllBytes(path));
    CsvFile file = CsvFile.open(path);
    assertThat(file.sha256()).isEqualTo(hash);
    try (Stream<CsvRecord> records = file.records()) {
      assertThat(records.map(CsvRecord::id)).containsExactly(hash + ":1", hash + ":2");
    }
    assertThat(json(file.withIds("event_id")))
        .containsExactly(
            "{\"event_id\":\"" + hash + ":1\",\"a\":\"x\"}",
            "{\"event_id\":\"" + hash + ":2\",\"a\":\"x\"}");
    assertThatThrownBy(() -> file.withIds("a"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("[a]");
  }

  @Test
  void aLoadGoesOnWhereItStopped() throws IOException {
    try (Stream<CsvRecord> records = CsvFile.open(written("a\n1\n2\n3\n")).records()) {
      assertThat(records.skip(2).map(CsvRecord::number)).containsExactly(3L);
    }
  }

  @Test
  void aFileThatChangedSinceItWasOpenedIsRefused() throws IOException {
    Path path = written("a\n1\n");
    CsvFile file = CsvFile.open(path);
    Files.writeString(path, "a\n1\n2\n");
    assertThatThrownBy(file::records)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("changed");
  }

  @Test
  void aFileThatIsNotThereSaysSo() {
    assertThatThrownBy(() -> CsvFile.open(folder.resolve("none.csv")))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("none.csv", "NoSuchFile");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "f", ".csv"), text);
  }

  private static List<String> json(CsvFile file) {
    try (Stream<CsvRecord> records = file.records()) {
      return records.map(r -> new String(r.json(), StandardCharsets.UTF_8)).toList();
    }
  }
}
