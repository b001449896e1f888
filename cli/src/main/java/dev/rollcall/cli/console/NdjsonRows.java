package dev.rollcall.cli.console;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line with every column, nulls too. Numbers are numbers, decimals in plain
 * digits; timestamps are ISO instants in UTC, bytes base64, a JSON column is itself.
 */
final class NdjsonRows implements RowWriter {

  private final SerializedString[] names;
  private final ColumnType[] types;
  private final JsonGenerator json;

  NdjsonRows(List<Column> columns, OutputStream out) throws IOException {
    this.names =
        columns.stream()
            .map(column -> new SerializedString(column.name()))
            .toArray(SerializedString[]::new);
    this.types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
    this.json =
        JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .createGenerator(out, JsonEncoding.UTF8)
            .setRootValueSeparator(null)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
  }

  @Override
  public void write(@Nullable Object[] values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < names.length; i++) {
      json.writeFieldName(names[i]);
      value(types[i], values[i]);
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void value(ColumnType type, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (type == ColumnType.JSON) {
      json.writeRawValue(value.toString());
    } else {
      json.writeString(value.toString());
    }
  }

  @Override
  public void finish() throws IOException {
    json.flush();
  }
}
