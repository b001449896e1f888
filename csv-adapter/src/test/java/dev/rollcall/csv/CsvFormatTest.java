package dev.rollcall.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which CSV files are written that are not RFC 4180 in UTF-8. */
class CsvFormatTest {

  private static final String TEXT = "name,n\nÅse,1\nBo,2\n";
  private static final String[] RECORDS = {
    "{\"name\":\"Åse\",\"n\":\"1\"}", "{\"name\":\"Bo\",\"n\":\"2\"}"
  };

  @TempDir Path folder;

  @Test
  void packedFilesAreReadAndNamedByTheirOwnBytes() throws IOException {
    for (byte[] packed : List.of(gzip(TEXT), zstd(TEXT))) {
      Path path = Files.write(folder.resolve("f"), packed);
      CsvFile file = CsvFile.open(path);

      assertThat(json(file)).containsExactly(RECORDS);
      assertThat(file.sha256()).isEqualTo(Texts.sha256(packed));
    }
  }

  @Test
  void packedFilesPutTogetherAreReadToTheirEnd() throws IOException {
    for (byte[][] parts :
        List.of(
            new byte[][] {gzip("name,n\nÅse,1\n"), gzip("Bo,2\n")},
            new byte[][] {zstd("name,n\nÅse,1\n"), zstd("Bo,2\n")})) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(parts[0]);
      both.writeBytes(parts[1]);
      Path path = Files.write(folder.resolve("f"), both.toByteArray());

      assertThat(json(CsvFile.open(path))).containsExactly(RECORDS);
    }
  }

  @Test
  void packedFilesThatAreCutOffAreRefusedBeforeAnythingIsRead() throws IOException {
    String text = "a\n" + "0123456789\n".repeat(50_000);
    for (byte[] packed : List.of(gzip(text), zstd(text))) {
      for (int length : new int[] {5, packed.length / 2, packed.length - 4}) {
        Path path = Files.write(folder.resolve("cut"), Arrays.copyOf(packed, length));

        assertThatThrownBy(() -> CsvFile.open(path))
            .as("%d of %d", length, packed.length)
            .isInstanceOf(DataException.class)
            .hasMessageContaining("damaged or ends too early; fetch the file again");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void unicodeIsReadWithAndWithoutItsMark(String charset) throws IOException {
    for (String text : List.of(TEXT, "\uFEFF" + TEXT)) {
      Path path = Files.write(folder.resolve("u"), text.getBytes(Charset.forName(charset)));

      assertThat(json(CsvFile.open(path))).containsExactly(RECORDS);
      assertThat(json(CsvFile.open(path, CsvFormat.standard().charset(Charset.forName(charset)))))
          .containsExactly(RECORDS);
    }
  }

  @Test
  void anotherCharsetCanBeNamed() throws IOException {
    Path path = Files.write(folder.resolve("l"), TEXT.getBytes(StandardCharsets.ISO_8859_1));
    Path wide = Files.write(folder.resolve("w"), TEXT.getBytes(StandardCharsets.UTF_16));

    assertThat(json(CsvFile.open(path, CsvFormat.standard().charset(StandardCharsets.ISO_8859_1))))
        .containsExactly(RECORDS);
    assertThat(json(CsvFile.open(wide, CsvFormat.standard().charset(StandardCharsets.UTF_16))))
        .containsExactly(RECORDS);
    assertThatThrownBy(() -> CsvFormat.standard().charset(Charset.forName("IBM037")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("line feed");
  }

  @Test
  void anEscapeCharacterCanBeNamed() throws IOException {
    Path path = written("a,b\n\"the 5\\\" tube\",\"C:\\\\\"\n");

    assertThat(json(CsvFile.open(path, CsvFormat.standard().escape('\\'))))
        .containsExactly("{\"a\":\"the 5\\\" tube\",\"b\":\"C:\\\\\"}");
  }

  @Test
  void textsThatMeanNullAreNullWhereDeclared() throws IOException {
    Path path = written("a,b,c\nNaN,\\N,N/A\n\"NULL\",nan,x\n");

    assertThat(json(CsvFile.open(path)))
        .startsWith("{\"a\":\"NaN\",\"b\":\"\\\\N\",\"c\":\"N/A\"}");
    assertThat(
            json(
                CsvFile.open(
                    path, CsvFormat.standard().nullTexts(List.of("NaN", "\\N", "N/A", "NULL")))))
        .containsExactly(
            "{\"a\":null,\"b\":null,\"c\":null}", "{\"a\":null,\"b\":\"nan\",\"c\":\"x\"}");
  }

  @Test
  void theIndexOfPandasIsNotReadAndThatIsSaid() throws IOException {
    CsvFile file = CsvFile.open(written(",a,b\n0,x,y\n1,v,w\n"));

    assertThat(file.header()).containsExactly("a", "b");
    assertThat(json(file))
        .containsExactly("{\"a\":\"x\",\"b\":\"y\"}", "{\"a\":\"v\",\"b\":\"w\"}");
    assertThat(file.notes()).singleElement().asString().contains("pandas", "index=False");
  }

  @Test
  void separatorsAtTheEndOfAllLinesAreReadAndSaid() throws IOException {
    CsvFile file = CsvFile.open(written("a,b,,\nx,y,,\n"));

    assertThat(json(file)).containsExactly("{\"a\":\"x\",\"b\":\"y\"}");
    assertThat(file.notes()).singleElement().asString().contains("2 separator(s)");
  }

  @Test
  void aSpaceBehindEachSeparatorIsNoPartOfNamesAndCells() throws IOException {
    CsvFile file = CsvFile.open(written("a, b, c\nx, y z, \"q, r\"\n"));

    assertThat(json(file)).containsExactly("{\"a\":\"x\",\"b\":\"y z\",\"c\":\"q, r\"}");
    assertThat(file.notes()).singleElement().asString().contains("space follows each");
    CsvFile some = CsvFile.open(written("a ,b, c\n x,y,z\n"));
    assertThat(json(some)).containsExactly("{\"a\":\" x\",\"b\":\"y\",\"c\":\"z\"}");
    assertThat(some.notes()).singleElement().asString().contains("spaces around the names");
  }

  @Test
  void aHeaderWithoutLinesIsNoRecordAndSaid() throws IOException {
    for (String text : List.of("a,b\n", "a,b", "a,b\n\n \r\n")) {
      CsvFile file = CsvFile.open(written(text));

      assertThat(file.size()).isZero();
      assertThat(file.notes()).singleElement().asString().contains("no line behind it");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "a,a\n",
        "a, a\n",
        "a,,b\n",
        ",,a\n",
        ",\n",
        "\"a,b\n",
        "\n",
        "sep=;\na;b\n"
      })
  void aHeaderNamesEachColumnOnce(String text) throws IOException {
    Path path = written(text);

    assertThatThrownBy(() -> CsvFile.open(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected ")
        .hasMessageNotContaining("'a'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b\n1;2\n", "a\tb\n", "a|b\n"})
  void anotherSeparatorThanTheNamedIsToldAndNotTakenForAName(String text) throws IOException {
    Path path = written(text);

    assertThatThrownBy(() -> CsvFile.open(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("set the separator");
  }

  @Test
  void whatIsNoTextIsNamed() throws IOException {
    Path path = Files.write(folder.resolve("w.csv"), new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0});

    assertThatThrownBy(() -> CsvFile.open(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("workbook (.xlsx), expected CSV");
  }

  @Test
  void aFormatSaysWhatIsNotStandard() {
    assertThat(CsvFormat.standard()).hasToString("");
    assertThat(CsvFormat.standard().separator(';').escape('\\').nullTexts(List.of("b", "a")))
        .hasToString("separator=; escape=\\ null=[a, b]");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "f", ".csv"), text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zstd(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static List<String> json(CsvFile file) {
    try (Stream<CsvRecord> records = file.records()) {
      return records.map(r -> new String(r.json(), StandardCharsets.UTF_8)).toList();
    }
  }
}
