package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Texts;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds a row to its insert or delete statement. Threadsafe. */
final class RowBinder {

  private static final int MOST_SHOWN = 40;

  private final PreparedStatement insert;
  private final PreparedStatement delete;
  private final int[] primaryKey;
  private final Schema schema;
  private final List<CqlTypeMapping> mappings;
  private final TableOptions options;
  private final Clock clock;
  private final KeySizes keys;

  /** The type mappings are those of the schema's columns, in its order. */
  RowBinder(
      PreparedStatement insert,
      PreparedStatement delete,
      Schema schema,
      List<CqlTypeMapping> mappings,
      TableCql cql,
      Clock clock) {
    this.insert = insert;
    this.delete = delete;
    this.primaryKey = cql.primaryKey(schema).stream().mapToInt(schema::position).toArray();
    this.schema = schema;
    this.mappings = mappings;
    this.options = cql.options();
    this.keys = KeySizes.of(cql, schema);
    this.clock = clock;
  }

  /**
   * The bound statement; empty if the row has expired.
   *
   * @throws DataException if a value does not fit its column
   */
  Optional<BoundStatement> bind(RowSink.VersionedRow versioned) {
    BoundStatementBuilder statement = insert.boundStatementBuilder();
    @Nullable ByteBuffer[] values = encoded(versioned.row(), statement.protocolVersion());
    keys.check(values);
    if (versioned.deleted()) {
      return Optional.of(deletion(versioned.version(), values));
    }
    int at = mappings.size();
    statement = statement.set(at, WriteTime.of(versioned.version()), TypeCodecs.BIGINT);
    if (options.ttl() != null) {
      int seconds = WriteTime.secondsLeft(versioned.version(), options.ttl(), clock.instant());
      if (seconds == 0) {
        return Optional.empty();
      }
      statement = statement.set(at + 1, seconds, TypeCodecs.INT);
    }
    for (int i = 0; i < values.length; i++) {
      ByteBuffer value = values[i];
      if (value != null) {
        statement = statement.setBytesUnsafe(i, value);
      } else if (!options.mergeByColumn()) {
        statement = statement.setToNull(i);
      }
    }
    return Optional.of(statement.build());
  }

  /** Never expires: what it deletes may have been written without a time to live. */
  private BoundStatement deletion(Row.Version version, @Nullable ByteBuffer[] values) {
    BoundStatementBuilder statement =
        delete.boundStatementBuilder().set(0, WriteTime.ofDelete(version), TypeCodecs.BIGINT);
    for (int i = 0; i < primaryKey.length; i++) {
      statement = statement.setBytesUnsafe(i + 1, values[primaryKey[i]]);
    }
    return statement.build();
  }

  /**
   * The statement that deletes the older parts of a row; all of them if the row is deleted.
   *
   * @param wholeParts with the write timestamp and the first columns of the primary key
   */
  BoundStatement bindParts(PreparedStatement wholeParts, RowSink.VersionedRow whole) {
    BoundStatementBuilder statement = wholeParts.boundStatementBuilder();
    long time =
        whole.deleted() ? WriteTime.ofDelete(whole.version()) : WriteTime.of(whole.version()) - 1;
    statement = statement.set(0, time, TypeCodecs.BIGINT);
    List<Integer> keys = whole.row().schema().keys();
    for (int i = 0; i < keys.size(); i++) {
      int at = primaryKey[i];
      // the first columns of the key, in whatever order the primary key has them
      int place = schema.keys().indexOf(at);
      Object value = Objects.requireNonNull(whole.row().get(keys.get(place)));
      statement =
          statement.setBytesUnsafe(
              i + 1, mappings.get(at).encode(value, statement.protocolVersion()));
    }
    return statement.build();
  }

  private @Nullable ByteBuffer[] encoded(Row row, ProtocolVersion version) {
    @Nullable ByteBuffer[] encoded = new @Nullable ByteBuffer[mappings.size()];
    for (int i = 0; i < encoded.length; i++) {
      Object value = row.get(i);
      if (value == null) {
        continue;
      }
      try {
        encoded[i] = mappings.get(i).encode(value, version);
      } catch (DataException invalid) {
        throw new DataException(
            "column '%s': got %s, %s"
                .formatted(
                    schema.column(i).name(), shown(schema.column(i), value), invalid.getMessage()));
      }
    }
    return encoded;
  }

  /** Hides personal values. */
  private static String shown(Column column, Object value) {
    if (column.sensitivity() != Column.Sensitivity.PUBLIC) {
      return "[personal]";
    }
    String text = value.toString();
    int end = Math.min(text.length(), MOST_SHOWN);
    // half a pair or a control character would be as bad in a letter as in the column
    return "'" + Texts.printable(text, end) + (text.length() > end ? "…" : "") + "'";
  }
}
