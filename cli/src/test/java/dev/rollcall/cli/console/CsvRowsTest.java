package dev.rollcall.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Utf8Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes are those of a library that writes RFC 4180. */
class CsvRowsTest {

  private static final List<Column> COLUMNS =
      List.of(Column.of("a", ColumnType.STRING), Column.of("b", ColumnType.STRING));

  private static final String[] SIGNS = {
    "a", "Z", "0", " ", ",", "\"", "\r", "\n", "#", "'", ";", "\t", "\0", "ä", "€", "😀", "-", "+"
  };

  private static String ours(List<@Nullable Object[]> rows, boolean asBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CsvRows writer = new CsvRows(COLUMNS, out);
    writer.prepared(rows.stream().map(row -> cells(row, asBytes)).toList()).run();
    writer.finish();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Cells cells(@Nullable Object[] row, boolean asBytes) {
    return new Cells() {
      @Override
      public @Nullable Object get(int place) {
        return row[place];
      }

      @Override
      public boolean passUtf8(int place, Utf8Sink to) {
        if (!asBytes || !(row[place] instanceof String text)) {
          return false;
        }
        byte[] bytes = ("," + text + "\n").getBytes(StandardCharsets.UTF_8);
        to.text(bytes, 1, bytes.length - 2);
        return true;
      }
    };
  }

  private static String theirs(List<@Nullable Object[]> rows) throws IOException {
    CsvSchema.Builder schema =
        CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n").setNullValue("");
    COLUMNS.forEach(column -> schema.addColumn(column.name()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CsvGenerator csv =
        CsvFactory.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .createGenerator(out, JsonEncoding.UTF8)) {
      csv.setSchema(schema.build());
      csv.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      for (@Nullable Object[] row : rows) {
        csv.writeStartArray();
        for (Object value : row) {
          if (value instanceof String text && text.isEmpty()) {
            csv.writeRawValue("\"\"");
          } else if (value == null
              || value instanceof Number
              || value instanceof Boolean
              || value instanceof byte[]) {
            csv.writePOJO(value);
          } else {
            csv.writeString(value.toString());
          }
        }
        csv.writeEndArray();
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void assertSame(List<@Nullable Object[]> rows) throws IOException {
    String theirs = theirs(rows);
    assertThat(ours(rows, false)).isEqualTo(theirs);
    assertThat(ours(rows, true)).isEqualTo(theirs);
  }

  @Test
  void textsAreQuotedWhereTheyNeedIt() throws IOException {
    Random random = new Random(7);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Object[] {text(random), random.nextInt(9) == 0 ? null : text(random)});
    }
    assertSame(rows);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(SIGNS[random.nextInt(3) == 0 ? random.nextInt(SIGNS.length) : 0]);
    }
    return text.toString();
  }

  @Test
  void numbersAreWrittenAsTheJdkWritesThem() throws IOException {
    Random random = new Random(11);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (double number :
        new double[] {
          0, -0.0, 1e-3, 9.9e-4, 1e7, 9_999_999.9999, -12.5, 0.1 + 0.2, 1e300, 4.9e-324
        }) {
      rows.add(new Object[] {number, BigDecimal.valueOf(number)});
    }
    for (int i = 0; i < 100_000; i++) {
      double coordinate = random.nextInt(3_600_000) / 10_000.0 - 180;
      rows.add(new Object[] {coordinate, random.nextGaussian() * Math.pow(10, i % 20 - 8)});
      rows.add(new Object[] {random.nextLong(), random.nextInt(1_000) / 100.0});
    }
    assertSame(rows);
  }

  @Test
  void timesAreWrittenAsTheJdkWritesThem() throws IOException {
    Random random = new Random(13);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String time :
        List.of(
            "-0001-12-31T23:59:59.999Z",
            "0000-01-01T00:00:00Z",
            "0000-02-29T00:00:00Z",
            "0000-03-01T00:00:00Z",
            "1582-10-15T12:00:00Z",
            "1900-03-01T00:00:00Z",
            "1969-12-31T23:59:59.999Z",
            "2000-02-29T23:59:59.001Z",
            "2000-12-31T00:00:00.100Z",
            "9999-12-31T23:59:59.999Z",
            "+10000-01-01T00:00:00Z",
            "2026-01-01T00:00:00.000001Z")) {
      rows.add(new Object[] {Instant.parse(time), null});
    }
    for (int i = 0; i < 100_000; i++) {
      long millis = (long) (random.nextDouble() * 400_000_000_000_000L) - 80_000_000_000_000L;
      rows.add(
          new Object[] {Instant.ofEpochMilli(millis), Instant.ofEpochSecond(random.nextInt())});
    }
    assertSame(rows);
  }

  @Test
  void otherValuesAreWrittenPlainly() throws IOException {
    assertSame(
        List.of(
            new Object[] {true, UUID.fromString("155e77ee-ba6d-486f-95ce-0e0c0fb4b919")},
            new Object[] {new byte[] {1, 2, 3, -1}, new byte[0]},
            new Object[] {LocalDate.of(2026, 1, 2), new BigDecimal("1E+30")},
            new Object[] {null, null}));
  }

  @Test
  void aFileWithoutRowsHasItsHeader() throws IOException {
    assertThat(ours(List.of(), false)).isEqualTo("a,b\r\n");
  }
}
