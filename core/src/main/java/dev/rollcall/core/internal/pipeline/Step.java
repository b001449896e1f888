package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnReads;
import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.internal.row.ReplacedRow;
import dev.rollcall.core.internal.row.SelectedRow;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.PersonalData;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A step between flattening and the sinks. Binding it to the schema before it gives the schema
 * after it.
 */
public sealed interface Step extends Serializable {

  /** The step as a line of the plan. */
  String describe();

  /**
   * Names the function in messages.
   *
   * @param number counts the steps of this kind, from 1
   */
  String place(int number);

  /**
   * Describes its effect on rows of these columns as stable text, for fingerprints of earlier
   * versions.
   */
  default String formerText(List<Column> before) {
    return describe();
  }

  /**
   * Describes what it decides of the columns that are read behind it, and of which rows go on, as
   * stable text for the fingerprint.
   *
   * @param before the columns before it
   * @param read the columns read behind it; becomes those read before it
   * @return empty if it decides nothing of them
   */
  String closure(List<Column> before, Set<String> read);

  /** The same with a function that may read any column. */
  default Step unnamed() {
    return this;
  }

  /** The columns behind it. */
  default List<Column> after(List<Column> before) {
    return before;
  }

  /** Binds the step to rows of this schema. */
  Bound bind(Schema before);

  /**
   * A step bound to column positions, and the schema after it.
   *
   * @param onDelete changes a row that holds a key only, whose row is to go
   */
  record Bound(Schema after, Action action, Action onDelete) {
    /** A step that asks the user's functions of rows, and leaves keys as they are. */
    static Bound ofRows(Schema same, Action action) {
      return new Bound(same, action, (key, time) -> key);
    }

    /** A step that does the same to keys. */
    static Bound ofAll(Schema after, Action action) {
      return new Bound(after, action, action);
    }
  }

  /** Changes a row; null filters it out. */
  @FunctionalInterface
  interface Action {
    @Nullable Row apply(Row row, @Nullable Instant recordTime);
  }

  /** What a function reads, as text; adds it to what is read. */
  private static String reading(
      @Nullable List<String> reads, List<Column> before, Set<String> read) {
    List<String> names = before.stream().map(Column::name).toList();
    read.addAll(reads == null ? names : reads);
    return ColumnReads.describe(reads, names);
  }

  /** The rows that a function gets. */
  private static UnaryOperator<Row> limited(
      @Nullable List<String> reads, Schema before, String place) {
    ColumnSelection.requireAll(before, reads == null ? List.of() : reads);
    return ColumnReads.limit(reads, before, place);
  }

  private static @Nullable List<String> copied(@Nullable List<String> reads) {
    return reads == null ? null : List.copyOf(reads);
  }

  /**
   * Keeps the rows that pass.
   *
   * @param reads the columns that it names; null for any
   */
  record Where(@Nullable List<String> reads, Row.Predicate predicate) implements Step {
    public Where {
      reads = copied(reads);
    }

    @Override
    public String closure(List<Column> before, Set<String> read) {
      return describe() + reading(reads, before, read);
    }

    @Override
    public Step unnamed() {
      return new Where(null, predicate);
    }

    @Override
    public String describe() {
      return "where";
    }

    @Override
    public String place(int number) {
      return "where #" + number;
    }

    @Override
    public Bound bind(Schema before) {
      UnaryOperator<Row> limit = limited(reads, before, "where");
      return Bound.ofRows(before, (row, time) -> predicate.test(limit.apply(row)) ? row : null);
    }
  }

  /**
   * Adds a computed column.
   *
   * @param reads the columns that its function names; null for any
   */
  record Derive(Column column, @Nullable List<String> reads, Row.Derivation derivation)
      implements Step {
    public Derive {
      reads = copied(reads);
    }

    /** A value that does not fit refuses the row, whoever reads it. */
    @Override
    public String closure(List<Column> before, Set<String> read) {
      read.remove(column.name());
      return describe() + reading(reads, before, read);
    }

    @Override
    public Step unnamed() {
      return new Derive(column, null, derivation);
    }

    @Override
    public List<Column> after(List<Column> before) {
      List<Column> columns = new ArrayList<>(before);
      columns.add(column);
      return columns;
    }

    @Override
    public String describe() {
      return "derived " + column;
    }

    @Override
    public String place(int number) {
      return "column '" + column.name() + "'";
    }

    @Override
    public Bound bind(Schema before) {
      Schema after = Schema.of(after(before.columns()), before.keyNames());
      UnaryOperator<Row> limit = limited(reads, before, place(1));
      int last = before.size();
      return new Bound(
          after,
          (row, time) ->
              new ReplacedRow(
                  after,
                  row,
                  last,
                  DerivedValue.fitting(column, derivation.derive(limit.apply(row), time))),
          (key, time) -> new ReplacedRow(after, key, last, null));
    }
  }

  /** Normalizes the texts of a column. */
  record Clean(String column, Pipeline.TextCleaner cleaner) implements Step {
    @Override
    public String describe() {
      return "cleaned " + column;
    }

    /** Its function may fail, whoever reads the column. */
    @Override
    public String closure(List<Column> before, Set<String> read) {
      read.add(column);
      return describe();
    }

    /** A cleaner may find that there is no value. */
    @Override
    public List<Column> after(List<Column> before) {
      return before.stream()
          .map(each -> each.name().equals(column) ? each.required(false) : each)
          .toList();
    }

    @Override
    public String place(int number) {
      return "cleaned column '" + column + "'";
    }

    @Override
    public Bound bind(Schema before) {
      ColumnSelection.requireAll(before, List.of(column));
      int position = before.position(column);
      if (before.column(position).type() != ColumnType.STRING) {
        throw new ConfigurationException(
            "cleaned: got column " + before.column(position) + ", expected one of type STRING");
      }
      if (before.isKey(position)) {
        throw new ConfigurationException(
            "cleaned: the key column '"
                + column
                + "' cannot be cleaned, for two records of one thing would part; clean it where the"
                + " record type derives it");
      }
      Schema after = Schema.of(after(before.columns()), before.keyNames());
      return Bound.ofRows(
          after,
          (row, time) -> {
            String text = row.getString(position);
            Object clean =
                text == null
                    ? null
                    : DerivedValue.fitting(before.column(position), cleaner.clean(text));
            return Objects.equals(text, clean) ? row : new ReplacedRow(after, row, position, clean);
          });
    }
  }

  /**
   * Refuses the rows for which a rule does not hold.
   *
   * @param reads the columns that it names; null for any
   */
  record Require(String what, @Nullable List<String> reads, Row.Rule rule) implements Step {
    public Require {
      reads = copied(reads);
    }

    @Override
    public String closure(List<Column> before, Set<String> read) {
      return describe() + reading(reads, before, read);
    }

    @Override
    public Step unnamed() {
      return new Require(what, null, rule);
    }

    /** Names the rule only: the row's values may be personal. */
    static final class BrokenRule extends RuntimeException {
      BrokenRule(String what) {
        super("expected " + what, null, false, false);
      }
    }

    @Override
    public String describe() {
      return "required " + what;
    }

    @Override
    public String place(int number) {
      return "required " + what;
    }

    @Override
    public Bound bind(Schema before) {
      UnaryOperator<Row> limit = limited(reads, before, place(1));
      return Bound.ofRows(
          before,
          (row, time) -> {
            if (!rule.holds(limit.apply(row), time)) {
              throw new BrokenRule(what);
            }
            return row;
          });
    }
  }

  /** Drops or hashes personal columns. */
  record Protect(PersonalData policy) implements Step {
    @Override
    public String describe() {
      return policy.describe();
    }

    @Override
    public String place(int number) {
      return "personal data";
    }

    /** A column that becomes personal and another key change what is grouped and counted. */
    @Override
    public String formerText(List<Column> before) {
      return text(before.stream().filter(this::concerns).map(Column::name).toList());
    }

    /** Who reads behind it reads nothing that it drops. */
    @Override
    public String closure(List<Column> before, Set<String> read) {
      List<String> names =
          before.stream()
              .filter(this::concerns)
              .map(Column::name)
              .filter(read::contains)
              .sorted()
              .toList();
      return policy.key() == null || names.isEmpty() ? "" : text(names);
    }

    private String text(List<String> names) {
      HmacKey key = policy.key();
      return (key == null ? "drop " : "hash by " + key.check() + " ") + names;
    }

    @Override
    public List<Column> after(List<Column> before) {
      return policy.key() == null
          ? before.stream().filter(column -> !concerns(column)).toList()
          : before.stream().map(column -> concerns(column) ? hashed(column) : column).toList();
    }

    private static Column hashed(Column column) {
      return new Column(
          column.name(), ColumnType.STRING, 0, 0, Column.Sensitivity.PERSONAL, column.required());
    }

    @Override
    public Bound bind(Schema before) {
      ColumnSelection.requireAll(before, policy.columns());
      HmacKey key = policy.key();
      return key == null ? drop(before) : hash(before, key);
    }

    /** The mark of the key by which values of a column are replaced; null if they are not. */
    @Nullable String hashes(Column column) {
      HmacKey key = policy.key();
      return key == null || !concerns(column) ? null : key.check();
    }

    private boolean concerns(Column column) {
      return policy.columns().isEmpty()
          ? column.sensitivity() == Column.Sensitivity.PERSONAL
          : policy.columns().contains(column.name());
    }

    private Bound drop(Schema before) {
      for (int position : before.keys()) {
        if (concerns(before.column(position))) {
          throw new ConfigurationException(
              "personal data: the key column '"
                  + before.column(position).name()
                  + "' cannot be dropped; hash it");
        }
      }
      int[] kept =
          IntStream.range(0, before.size()).filter(i -> !concerns(before.column(i))).toArray();
      Schema after = Schema.of(after(before.columns()), before.keyNames());
      return Bound.ofAll(after, (row, time) -> new SelectedRow(after, row, kept));
    }

    private Bound hash(Schema before, HmacKey key) {
      boolean[] hashed = new boolean[before.size()];
      for (int i = 0; i < before.size(); i++) {
        hashed[i] = concerns(before.column(i));
      }
      Schema after = Schema.of(after(before.columns()), before.keyNames());
      return Bound.ofAll(
          after,
          (row, time) -> {
            @Nullable Object[] values = new Object[after.size()];
            for (int i = 0; i < values.length; i++) {
              Object value = row.get(i);
              values[i] = hashed[i] && value != null ? key.pseudonym(valueText(value)) : value;
            }
            return Row.of(after, values);
          });
    }

    private static String valueText(Object value) {
      return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }
  }
}
