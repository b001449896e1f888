package dev.rollcall.core.internal.aggregate;

import static dev.rollcall.core.internal.aggregate.Fixtures.bind;
import static dev.rollcall.core.internal.aggregate.Fixtures.people;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.record.SourcePartition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes as they were first stored, kept for ever: {@code golden/aggregate-v1-*.hex}. A file is
 * written only by {@code -Drollcall.golden.write=true}, which adds those that are missing and never
 * changes one that is there; a new format version adds new files.
 */
class GoldenStateTest {

  private static final String WRITE = "rollcall.golden.write";
  private static final Path FOLDER = Path.of("src/test/resources/golden");
  private static final int LINE = 100;

  enum Golden {
    COUNT(people().count(), 300),
    SUM_INT64(people().sum("age"), 300),
    SUM_DECIMAL(people().sum("price"), 300),
    MEAN(people().mean("price"), 300),
    MIN_INT64(people().min("age"), 300),
    MAX_DECIMAL(people().max("price"), 300),
    MIN_FLOAT64(people().min("height"), 300),
    MAX_STRING(people().max("nationality"), 300),
    MIN_TIMESTAMP(people().min("ordered_at"), 300),
    MAX_DATE(people().max("birthday"), 300),
    DISTINCT_HASHES(people().distinct("user_id"), 40),
    DISTINCT_SKETCH(people().distinct("user_id"), 1_500),
    QUANTILES_COUNTS(people().quantiles("age", 0.5), 40),
    QUANTILES_BINS(people().quantiles("age", 0.5), 1_500),
    QUANTILES_FLOAT64(people().quantiles("height", 0.5), 60),
    QUANTILES_DECIMAL(people().quantiles("price", 0.5), 60),
    EMPTY(people().count().sum("age").min("age").distinct("age").quantiles("age", 0.5), 0),
    COUNT_ONCE(people().count().oncePer("nationality"), 300),
    COUNT_ONCE_UUID(people().count().oncePer("user_id"), 60),
    COUNT_ONCE_OVERFLOWN(people().count().oncePer("user_id"), 1_500),
    SUM_ONCE_INT64(people().sum("age").oncePer("nationality"), 300),
    MEAN_ONCE_DECIMAL(people().mean("price").oncePer("ordered_at"), 60),
    SUM_ONCE_WITHOUT_IDS(people().sum("age").oncePer("photo"), 40),
    SUM_ONCE_OVERFLOWN(people().sum("age").oncePer("user_id"), 1_500);

    private final Aggregator aggregator;
    private final int rows;

    Golden(AggregationBuilder declared, int rows) {
      this.aggregator = bind(declared);
      this.rows = rows;
    }

    private String file(int format) {
      return "aggregate-v"
          + format
          + "-"
          + name().toLowerCase(Locale.ROOT).replace('_', '-')
          + ".hex";
    }

    private byte[] written() {
      return new AggregateDocument(
              "profile-analytics",
              7,
              "sha256:0123abcd",
              new TreeMap<>(
                  Map.of(
                      new SourcePartition("topic", 0), 128L,
                      new SourcePartition("topic", 300), -1L)),
              StoredStates.filled(aggregator, rows))
          .encode();
    }
  }

  @ParameterizedTest
  @EnumSource(Golden.class)
  void storedBytesAreReadAndWrittenAgainUnchanged(Golden golden) throws IOException {
    Path file = FOLDER.resolve(golden.file(AggregateDocument.FORMAT_VERSION));
    if (Boolean.getBoolean(WRITE) && Files.notExists(file)) {
      String hex = HexFormat.of().formatHex(golden.written());
      Files.writeString(file, hex.replaceAll("(.{" + LINE + "})(?=.)", "$1\n") + "\n");
    }
    byte[] stored = stored(golden.file(AggregateDocument.FORMAT_VERSION));

    assertThat(read(stored, golden).encode()).isEqualTo(stored);
    assertThat(golden.written()).isEqualTo(stored);
  }

  @ParameterizedTest
  @EnumSource(value = Golden.class, mode = EnumSource.Mode.MATCH_NONE, names = ".*_ONCE.*")
  void bytesOfTheFirstFormatAreReadAndWrittenInTheSecond(Golden golden) throws IOException {
    byte[] former = stored(golden.file(1));

    assertThat(former[4]).isEqualTo((byte) 1);
    assertThat(read(former, golden).encode())
        .isEqualTo(stored(golden.file(AggregateDocument.FORMAT_VERSION)));
  }

  private static AggregateDocument read(byte[] stored, Golden golden) {
    AggregateOwner owner =
        new AggregateOwner(
            "any", "profile-analytics", 7, List.of("sha256:0123abcd"), AggregateOwner.Mode.STREAM);
    return Objects.requireNonNull(AggregateDocument.decode(stored, golden.aggregator, owner));
  }

  @Test
  void everyGoldenFileIsRead() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.startsWith("agg")))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(Golden.values())
                  .flatMap(
                      golden ->
                          golden.name().contains("_ONCE")
                              ? Stream.of(golden.file(2))
                              : Stream.of(golden.file(1), golden.file(2)))
                  .toList());
    }
  }

  private static byte[] stored(String file) throws IOException {
    Path source = FOLDER.resolve(file);
    if (Files.exists(source)) {
      return HexFormat.of().parseHex(Files.readString(source).replace("\n", ""));
    }
    try (InputStream in = GoldenStateTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as("golden file %s; write it with -D%s=true", file, WRITE).isNotNull();
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replace("\n", ""));
    }
  }
}
