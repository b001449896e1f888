package dev.rollcall.cli.console;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.io.function.IORunnable;

/**
 * Rows as NDJSON: one object per line with every column, nulls too; a JSON column is itself.
 * Decimals have plain digits, timestamps are ISO instants in UTC, bytes are base64.
 */
final class JsonRows implements RowWriter {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final OutputStream out;
  private final SerializableString[] names;
  private final ColumnType[] types;

  JsonRows(List<Column> columns, OutputStream out) {
    this.out = out;
    this.names =
        columns.stream()
            .map(column -> new SerializedString(column.name()))
            .toArray(SerializableString[]::new);
    this.types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
  }

  @Override
  public IORunnable prepared(Iterable<Cells> rows) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 16);
    try (JsonGenerator json =
        FACTORY
            .createGenerator(text, JsonEncoding.UTF8)
            .setRootValueSeparator(null)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)) {
      for (Cells row : rows) {
        write(row, json);
      }
    }
    return () -> text.writeTo(out);
  }

  private void write(Cells row, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < names.length; i++) {
      json.writeFieldName(names[i]);
      Object value = row.get(i);
      if (value == null
          || value instanceof Number
          || value instanceof Boolean
          || value instanceof byte[]) {
        json.writePOJO(value);
      } else if (types[i] == ColumnType.JSON) {
        json.writeRawValue(value.toString());
      } else {
        json.writeString(value.toString());
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void finish() {
    // nothing is held back
  }
}
