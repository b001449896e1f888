package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * A part of a batch: runs queries on a table one after the other, page by page. Threadsafe.
 *
 * @param table the table and its address
 * @param query two columns: a record's text and its time
 * @param parameters the values to bind, for each query
 * @param partition names the part
 */
record CassandraBatchPart(
    CassandraTable table, String query, List<List<Object>> parameters, SourcePartition partition)
    implements BatchRun.Part {

  /**
   * Records have some kilobytes, so a page of the driver's default of 5,000 rows would take much
   * memory.
   */
  private static final int PAGE_ROWS = 1_000;

  CassandraBatchPart {
    parameters = List.copyOf(parameters);
  }

  @Override
  public void read(Consumer<SourceRecord> action) {
    table.withSession(
        session -> {
          long offset = 0;
          for (List<Object> values : parameters) {
            SimpleStatement statement =
                SimpleStatement.newInstance(query, bound(values))
                    .setPageSize(PAGE_ROWS)
                    .setIdempotent(true)
                    .setConsistencyLevel(table.level());
            for (Row row : session.execute(statement)) {
              action.accept(record(row, offset));
              offset++;
            }
          }
          return offset;
        });
  }

  private static Object[] bound(List<Object> values) {
    return values.stream()
        .map(value -> value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value)
        .toArray();
  }

  private SourceRecord record(Row row, long offset) {
    String value = row.getString(0);
    Instant time = row.getInstant(1);
    if (time == null) {
      throw new FatalException(
          "%s: record %d of part %s has no time; write one, or name another column"
              .formatted(table.name(), offset, partition));
    }
    return new SourceRecord(
        partition,
        table.name(),
        offset,
        time,
        null,
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }
}
