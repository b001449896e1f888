package dev.rollcall.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad line is one dead letter that names it, and its neighbours are read. */
class BadLinesTest {

  private static final RecordType TYPE =
      RecordType.named("pair")
          .key("a")
          .column("a", ColumnType.STRING)
          .from("a")
          .column("b", ColumnType.STRING)
          .from("b")
          .build();

  @TempDir Path folder;

  @Test
  void aLineWithTooFewOrTooManyCellsIsOneLetter() throws IOException {
    assertThat(read("a,b\n1,x\nhunter2\n2,y\n3,z,z\n4,w\n5,v,\n"))
        .containsExactly(
            "1=x",
            "line 3: got 1 cells, expected 2 as in the first line; complete it",
            "2=y",
            "line 5: got 3 cells, expected 2 as in the first line; put cells in quotes that hold a"
                + " separator",
            "4=w",
            "line 7: got 3 cells, expected 2 as in the first line; the last is empty: if all lines"
                + " end so, let the first one end with a separator too");
  }

  @Test
  void aQuoteThatIsNotClosedSpoilsItsLineAlone() throws IOException {
    assertThat(read("a,b\n1,\"x\n2,y\n3,z\n"))
        .containsExactly(
            "line 2: got a quote that is not closed, expected its end; double each quote within a"
                + " cell",
            "2=y",
            "3=z");
    assertThat(read("a,b\n1,\"x\n2,\"y\"\n3,\"z\n3\"\n"))
        .hasSize(3)
        .endsWith("2=y", "3=z\n3")
        .first()
        .asString()
        .startsWith("line 2: got a quote that is not closed");
    assertThat(read("a,b\n1,\"x\n2,y\n\"3\",z\n4,w\n")).hasSize(4).endsWith("2=y", "3=z", "4=w");
    assertThat(read("a,b\n1,x\n2,\"")).hasSize(2).startsWith("1=x");
  }

  @Test
  void aQuoteThatIsNotClosedIsNotSoughtForEver() throws IOException {
    StringBuilder text = new StringBuilder("a,b\n1,\"x\n");
    for (int i = 0; i < 5_000; i++) {
      text.append(i).append(",y\n");
    }
    assertThat(read(text + "z,\"q\"\n")).hasSize(5_002).endsWith("4999=y", "z=q");
  }

  @Test
  void textBehindAClosingQuoteSpoilsItsLineAlone() throws IOException {
    assertThat(read("a,b\n1,\"x\"x\n2,y\n"))
        .containsExactly(
            "line 2: got text behind a closing quote, expected a separator; double each quote"
                + " within a cell",
            "2=y");
    assertThat(read("a,b\n1,\"the 5\\\" tube\"\n2,y\n"))
        .hasSize(2)
        .endsWith("2=y")
        .first()
        .asString()
        .contains("line 2", "backslash", "escape character");
  }

  @Test
  void aCellOverSeveralLinesIsOneRecordWhateverItsCells() throws IOException {
    assertThat(read("a,b\n\"1\r\n1\",x\r\n2,y\n")).containsExactly("1\r\n1=x", "2=y");
    assertThat(read("a,b\n\"1\n1\",x,x\n2,y\n"))
        .hasSize(2)
        .endsWith("2=y")
        .first()
        .asString()
        .startsWith("line 2: got 3 cells");
    assertThat(read("a,b\n1,x\n\"2\n\n\n2\",y\n3\n"))
        .hasSize(3)
        .element(2)
        .asString()
        .startsWith("line 7: got 1 cells");
  }

  @Test
  void bytesThatAreNoTextSpoilTheirLineAlone() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("2,Åse\n".getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes("3,Åse\n".getBytes(StandardCharsets.UTF_8));

    assertThat(read(bytes.toByteArray()))
        .containsExactly(
            "1=x",
            "line 3: got bytes that are no UTF-8; convert the file, with iconv for example, or set"
                + " its charset (--charset)",
            "3=Åse");
  }

  @Test
  void aLineBeyondTheLimitSpoilsItselfAlone() throws IOException {
    assertThat(read("a,b\n1,x\n2," + "y".repeat(FileLines.MAX_LINE) + "\n3,z\n"))
        .hasSize(3)
        .startsWith("1=x")
        .endsWith("3=z")
        .element(1)
        .asString()
        .startsWith("line 3: got more than");
  }

  @Test
  void linesEndWithEitherBreakOrBoth() throws IOException {
    assertThat(read("a,b\r1,x\r\n\r\n2,y\n\r3,z\r4\n"))
        .startsWith("1=x", "2=y", "3=z")
        .hasSize(4)
        .element(3)
        .asString()
        .startsWith("line 7: got 1 cells");
  }

  @Test
  void textInAColumnWithoutNameSpoilsItsLineAlone() throws IOException {
    assertThat(read("a,b,\n1,x,\n2,y,z\n3,z\n"))
        .containsExactly(
            "1=x",
            "line 3: got text in cell 3, whose column has no name; name it in the first line",
            "line 4: got 2 cells, expected 3 as in the first line; complete it");
  }

  @Test
  void badLinesAreCountedAndHaveTheirNumber() throws IOException {
    Path path = Files.writeString(folder.resolve("n.csv"), "a,b\n1\n2,y\n");
    CsvFile file = CsvFile.open(path);

    assertThat(file.size()).isEqualTo(2);
    assertThat(file.badLines()).isEqualTo(1);
    try (Stream<CsvRecord> records = file.withIds("id").records()) {
      List<CsvRecord> all = records.toList();
      assertThat(all).extracting(CsvRecord::number).containsExactly(1L, 2L);
      assertThat(all).extracting(CsvRecord::line).containsExactly(2L, 3L);
      assertThat(Flattener.of(TYPE).flatten(all.get(0).json(), null))
          .singleElement()
          .isInstanceOfSatisfying(
              Element.Malformed.class, bad -> assertThat(bad.reasonClass()).isEqualTo("bad-line"));
    }
  }

  private List<String> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A pair as {@code a=b}, a dead letter as its reason without the name of the file. */
  private List<String> read(byte[] text) throws IOException {
    Path path = Files.write(Files.createTempFile(folder, "f", ".csv"), text);
    Flattener flattener = Flattener.of(TYPE);
    List<String> found = new ArrayList<>();
    try (Stream<CsvRecord> records = CsvFile.open(path).records()) {
      records.forEach(
          record -> {
            Element element = flattener.flatten(record.json(), null).get(0);
            if (element instanceof Element.Accepted accepted) {
              found.add(accepted.row().getString("a") + "=" + accepted.row().getString("b"));
            } else if (element instanceof Element.Refused refused) {
              assertThat(refused.reasonClass()).isEqualTo("bad-line");
              assertThat(refused.reason()).doesNotContain("hunter");
              found.add(refused.reason().replace("file '" + path.getFileName() + "' ", ""));
            }
          });
    }
    return found;
  }
}
