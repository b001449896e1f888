package dev.rollcall.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cassandra.CassandraRecords;
import dev.rollcall.cli.check.Check;
import dev.rollcall.cli.check.PlainReading;
import dev.rollcall.cli.check.StoreCheck;
import dev.rollcall.cli.check.StoredRows;
import dev.rollcall.cli.check.StoredTable;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.randomuser.ApiBatch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the API for the day's users once more and compares the tables with them. */
final class DailyCheck {

  private static final List<String> SECRETS = List.of("password", "salt", "md5", "sha1", "sha256");
  private static final int SPLITS = 8;

  private final Stores stores;
  private final DailyTables tables;
  private final UserOrigin origin;
  private final List<Map<String, @Nullable Object>> raw;

  DailyCheck(Stores stores, DailyTables tables, UserOrigin origin) {
    this.stores = stores;
    this.tables = tables;
    this.origin = origin;
    this.raw = StoredRows.cassandra(stores.cassandra(), DailyTables.RAW);
  }

  /** What a step must have left. */
  List<Check> after(DailyStep step) {
    List<Check> checks =
        new ArrayList<>(
            new StoreCheck(tables.definition(step), this::read, this::ofTheDay, reading(step))
                .compare(written(step), this::figures, null, Set.of("created_at", "processed_at")));
    if (step == DailyStep.EXTRACT) {
      checks.add(tokenRanges());
    }
    return checks;
  }

  private void read(Consumer<SourceRecord> action) {
    origin.withClient(
        client -> {
          ApiBatch batch = tables.api(origin, client.pages(origin.users()));
          batch.parts().forEach(part -> part.read(action));
          return true;
        });
  }

  private static PlainReading reading(DailyStep step) {
    return switch (step) {
      case EXTRACT -> PlainReading.USERS.as(DailyCheck::raw);
      case TRANSFORM -> PlainReading.USERS.as(DailyCheck::cleaned);
      case LOAD -> PlainReading.NONE;
    };
  }

  private List<StoredTable> written(DailyStep step) {
    return switch (step) {
      case EXTRACT ->
          List.of(new StoredTable(DailyTables.RAW, tables.target(step), () -> rawUsers(true)));
      case TRANSFORM ->
          List.of(new StoredTable(DailyTables.USERS, tables.target(step), this::usersOfTheDay));
      case LOAD -> List.of();
    };
  }

  /** All days: what ranges of tokens give is what the table has. */
  private Check tokenRanges() {
    List<String> read = new ArrayList<>();
    for (BatchRun.Part part :
        CassandraRecords.of(tables.raw(), "raw_data", "created_at").splits(SPLITS).parts()) {
      part.read(record -> read.add(new String(record.value(), UTF_8)));
    }
    List<String> stored = raw.stream().map(row -> String.valueOf(row.get("raw_data"))).toList();
    boolean same = read.stream().sorted().toList().equals(stored.stream().sorted().toList());
    return Check.of(
        DailyTables.RAW + " read whole by ranges of tokens = SELECT *",
        read.size(),
        same ? List.of() : List.of("%d records, expected %d".formatted(read.size(), raw.size())));
  }

  private List<Map<String, @Nullable Object>> rawUsers(boolean ofTheDay) {
    String day = tables.day().toString();
    return raw.stream().filter(row -> day.equals(row.get("date")) == ofTheDay).toList();
  }

  /** The table has no days: all but the users of other ones. */
  private List<Map<String, @Nullable Object>> usersOfTheDay() {
    Set<String> others =
        rawUsers(false).stream()
            .map(row -> String.valueOf(row.get("user_id")))
            .collect(Collectors.toSet());
    return StoredRows.jdbc(stores.postgres(), DailyTables.USERS).stream()
        .filter(row -> !others.contains(String.valueOf(row.get("user_id"))))
        .toList();
  }

  private List<Map<String, @Nullable Object>> figures(String aggregation) {
    return StoredRows.jdbc(stores.postgres(), aggregation).stream()
        .filter(row -> tables.day().equals(row.get("stat_date")))
        .toList();
  }

  /** With the day by which the figures are grouped. */
  private Optional<Row> ofTheDay(Row row) {
    List<Column> columns = new ArrayList<>(row.schema().columns());
    columns.add(Column.of("stat_date", ColumnType.DATE));
    List<@Nullable Object> values = new ArrayList<>();
    row.schema().names().forEach(column -> values.add(row.get(column)));
    values.add(tables.day());
    return Optional.of(Row.of(Schema.of(columns, row.schema().keyNames()), values.toArray()));
  }

  /** The JSON whole, without its secrets. */
  private static PlainReading.Plain raw(JsonNode user, PlainReading.Plain plain) {
    if (plain.key() == null || plain.columns().isEmpty()) {
      return plain;
    }
    JsonNode shown = user.deepCopy();
    if (shown.path("login") instanceof ObjectNode login) {
      login.remove(SECRETS);
    }
    return new PlainReading.Plain(plain.key(), Map.of("user_id", plain.key(), "raw_data", shown));
  }

  private static PlainReading.Plain cleaned(JsonNode user, PlainReading.Plain plain) {
    Map<String, @Nullable Object> columns = new HashMap<>(plain.columns());
    columns.computeIfPresent(
        "birth_date", (column, at) -> LocalDate.ofInstant((Instant) at, ZoneOffset.UTC));
    return new PlainReading.Plain(plain.key(), columns);
  }
}
