package dev.rollcall.cli.flatten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.cli.console.Cells;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.RowWriter;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import dev.rollcall.csv.CsvFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the number of threads, a command gives the same bytes. */
class ParallelFlatteningTest {

  private static final RecordType TYPE = Users.recordType();

  /** So many records are longer than what one thread reads, and than what is under way. */
  private static final int MANY = 40_000;

  @TempDir private Path folder;

  /** Files that are hard to split. */
  enum Odd {
    LINES {
      @Override
      String text() {
        return lines().collect(Collectors.joining("\n"));
      }
    },
    WINDOWS_LINES {
      @Override
      String text() {
        return lines().collect(Collectors.joining("\r\n", "", "\r\n"));
      }
    },
    LONG_LINES {
      @Override
      String text() {
        return IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    i % 9_000 == 8_999 ? user(i, 2_000_000) : user(i, i % 5_000 == 0 ? 200_000 : 0))
            .collect(Collectors.joining("\n"));
      }
    },
    VALUES_OVER_LINES {
      @Override
      String text() {
        return IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    i % 7 == 0
                        ? user(i, 0).replace(",", ",\n  ").replaceAll("}$", "\n}")
                        : user(i, 0))
            .collect(Collectors.joining("\n"));
      }
    },
    VALUES_IN_A_LINE {
      @Override
      String text() {
        return IntStream.range(0, MANY)
            .mapToObj(i -> user(i, 0) + (i % 3 == 0 ? "" : "\n"))
            .collect(Collectors.joining());
      }
    },
    ENVELOPE {
      @Override
      String text() {
        return lines()
            .filter(line -> line.startsWith("{\"u") && line.endsWith("}"))
            .collect(Collectors.joining(",", "{\"results\":[", "]}"));
      }
    },
    BROKEN_DOCUMENT {
      @Override
      String text() {
        return ENVELOPE.text().replaceAll("]}$", "\n\n]");
      }
    },
    CSV {
      @Override
      String text() {
        return IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    "user"
                        + i
                        + (i % 50 == 0 ? ",\"open" : ",a" + i + "@example.com")
                        + (i % 70 == 0 ? ",x" : ""))
            .collect(Collectors.joining("\n", "username,email\n", ""));
      }
    };

    abstract String text();

    /** With some that are empty, broken, no objects, or of no user. */
    static Stream<String> lines() {
      return IntStream.range(0, MANY)
          .mapToObj(
              i ->
                  switch (i % 50) {
                    case 11 -> "";
                    case 23 -> "  \t";
                    case 24 -> user(i, 0).substring(0, 20);
                    case 31 -> "[]";
                    case 32 -> "{\"city\":\"Nowhere\"}";
                    case 47 -> "7";
                    default -> user(i, 0);
                  });
    }

    static String user(int i, int padding) {
      return "{\"username\":\"user%d\",\"email\":\"%s@example.com\",\"dob\":{\"age\":%d},\"extra%d\":\"%s\"}"
          .formatted(i, "a".repeat(1 + i % 40), i % 90, i / (MANY / 6), "x".repeat(padding));
    }
  }

  /** What a command gives. */
  private record Outcome(String rows, String letters, String summary, List<String> remarks) {}

  private Outcome outcome(int threads, byte[] standardInput, InputFile... files)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Path letters = folder.resolve("letters-" + threads);
    Console console = console(out, standardInput);
    RowWriter writer = RowWriter.of("csv", TYPE.schema().columns(), console);
    RowUse use =
        (rows, time) -> writer.prepared(rows.stream().<Cells>map(row -> row::get).toList());
    String summary;
    List<String> remarks;
    try (DeadLetterLog log = new DeadLetterLog(letters);
        FileFlattener flattener =
            new FileFlattener(TYPE, console, use, log, progress(console), threads)) {
      for (InputFile file : files) {
        flattener.file(file);
      }
      flattener.finish();
      summary = flattener.summary().replaceFirst(", [0-9.]+ s$", "");
      remarks = flattener.coverage().remarks();
    }
    return new Outcome(
        out.toString(StandardCharsets.UTF_8), Files.readString(letters), summary, remarks);
  }

  private static ReadProgress progress(Console console) {
    return new ReadProgress(List.of(), console, true, System::nanoTime);
  }

  private static Console console(OutputStream out, byte[] standardInput) {
    return new Console(
        new ByteArrayInputStream(standardInput),
        out,
        new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
        false,
        false,
        false,
        Console.DEFAULT_WIDTH,
        Map.of());
  }

  private InputFile file(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    return new InputFile(name, file, name.endsWith(".csv") ? CsvFormat.standard() : null);
  }

  private static byte[] packed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private Outcome requireSame(byte[] standardInput, InputFile... files) throws IOException {
    Outcome one = outcome(1, standardInput, files);
    for (int threads : new int[] {2, 5}) {
      Outcome several = outcome(threads, standardInput, files);
      assertThat(several.summary()).isEqualTo(one.summary());
      assertThat(several.rows().equals(one.rows())).as("rows of %d threads", threads).isTrue();
      assertThat(several.letters().equals(one.letters())).as("letters of %d", threads).isTrue();
      assertThat(several.remarks()).isEqualTo(one.remarks());
    }
    return one;
  }

  @ParameterizedTest
  @EnumSource(Odd.class)
  void rowsLettersAndAccountsAreThoseOfOneThread(Odd odd) throws IOException {
    String name = odd == Odd.CSV ? "users.csv" : "users.txt";

    Outcome outcome =
        requireSame(new byte[0], file(name, odd.text().getBytes(StandardCharsets.UTF_8)));

    assertThat(outcome.summary()).doesNotStartWith("0 elements");
  }

  /** Its file is long enough for all of the threads. */
  private List<String> groups(int threads, InputFile file) throws IOException {
    Aggregation aggregation =
        Aggregation.named("ages")
            .groupBy("age_band")
            .count()
            .mean("age")
            .distinct("username")
            .quantiles("age", 0.5)
            .build();
    GroupsOfThreads groups = new GroupsOfThreads(() -> aggregation.over(TYPE.schema()));
    Console console = console(OutputStream.nullOutputStream(), new byte[0]);
    try (DeadLetterLog log = new DeadLetterLog(null);
        FileFlattener flattener =
            new FileFlattener(TYPE, console, groups, log, progress(console), threads)) {
      flattener.file(file);
      flattener.finish();
    }
    List<String> lines = new ArrayList<>();
    groups.all().forEach((key, result) -> lines.add(result.toString()));
    Collections.sort(lines);
    return lines;
  }

  @Test
  void groupsAreThoseOfOneThread() throws IOException {
    InputFile users = file("users.ndjson", Odd.LINES.text().getBytes(StandardCharsets.UTF_8));

    List<String> one = groups(1, users);

    assertThat(one).hasSizeGreaterThan(3);
    assertThat(groups(2, users)).isEqualTo(one);
    assertThat(groups(5, users)).isEqualTo(one);
  }

  @Test
  void rowsAndLettersNameTheirPlaces() throws IOException {
    byte[] text = Odd.LINES.text().getBytes(StandardCharsets.UTF_8);
    String[] lines = Odd.LINES.text().split("\n", -1);

    Outcome outcome = outcome(2, new byte[0], file("users.ndjson", text));

    List<String> users =
        Arrays.stream(lines)
            .filter(line -> line.startsWith("{\"username") && line.endsWith("}"))
            .map(line -> line.substring(13, line.indexOf('"', 13)))
            .toList();
    assertThat(
            outcome.rows().lines().skip(1).map(row -> row.replaceAll(".*\\b(user[0-9]+),.*", "$1")))
        .isEqualTo(users);
    List<Integer> bad =
        IntStream.range(0, lines.length)
            .filter(i -> !lines[i].isBlank())
            .filter(i -> !lines[i].startsWith("{\"username") || !lines[i].endsWith("}"))
            .mapToObj(i -> i + 1)
            .toList();
    assertThat(
            outcome
                .letters()
                .lines()
                .map(letter -> letter.replaceAll(".*\"line\":([0-9]+),.*", "$1")))
        .isEqualTo(bad.stream().map(String::valueOf).toList());
  }

  @Test
  void filesOneBehindTheOtherKeepTheirOrder() throws IOException {
    byte[] text = Odd.LINES.text().getBytes(StandardCharsets.UTF_8);
    byte[] gzip = packed(text);

    Outcome outcome =
        requireSame(
            text,
            file("a.ndjson", text),
            new InputFile("-", null, null),
            file("cut.ndjson.gz", Arrays.copyOf(gzip, gzip.length / 2)),
            file("empty.json", new byte[0]),
            file("d.ndjson.gz", gzip));

    assertThat(outcome.letters().lines().filter(letter -> letter.contains("cut.ndjson.gz")))
        .last()
        .asString()
        .contains("\"reason_class\":\"unreadable\"");
  }

  @Test
  void theFirstErrorInOrderIsThrownOnceAllBeforeItWasTaken() throws IOException {
    InputFile file = file("users.ndjson", Odd.LINES.text().getBytes(StandardCharsets.UTF_8));
    ConcurrentLinkedQueue<String> taken = new ConcurrentLinkedQueue<>();
    RowUse use =
        (rows, time) -> {
          List<String> names = rows.stream().map(row -> row.getString("username")).toList();
          if (names.contains("user25000") || names.contains("user35000")) {
            throw new IOException(names.contains("user25000") ? "first" : "second");
          }
          return () -> taken.addAll(names);
        };
    Console console = console(OutputStream.nullOutputStream(), new byte[0]);
    try (DeadLetterLog log = new DeadLetterLog(null);
        FileFlattener flattener =
            new FileFlattener(TYPE, console, use, log, progress(console), 3)) {

      assertThatThrownBy(
              () -> {
                flattener.file(file);
                flattener.finish();
              })
          .isInstanceOf(IOException.class)
          .hasMessage("first");
    }
    assertThat(taken).contains("user20000").doesNotContain("user25000", "user26000", "user30000");
    assertThat(List.copyOf(taken))
        .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
  }

  private static int number(String user) {
    return Integer.parseInt(user.substring(4));
  }
}
