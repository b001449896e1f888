package dev.rollcall.cli.console;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as NDJSON or CSV. Decimals have plain digits, timestamps are ISO instants in UTC, bytes are
 * base64.
 */
final class GeneratorRows implements RowWriter {

  private final JsonGenerator out;
  private final SerializableString[] names;
  private final ColumnType[] types;
  private final boolean json;

  private GeneratorRows(List<Column> columns, JsonGenerator out, boolean json) {
    this.out =
        out.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    this.names =
        columns.stream()
            .map(column -> new SerializedString(column.name()))
            .toArray(SerializableString[]::new);
    this.types = columns.stream().map(Column::type).toArray(ColumnType[]::new);
    this.json = json;
  }

  /** One JSON object per line with every column, nulls too; a JSON column is itself. */
  static RowWriter ndjson(List<Column> columns, OutputStream out) throws IOException {
    JsonGenerator generator =
        JsonFactory.builder()
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build()
            .createGenerator(out, JsonEncoding.UTF8)
            .setRootValueSeparator(null);
    return new GeneratorRows(columns, generator, true);
  }

  /** CSV with a header (RFC 4180). A null is nothing at all, an empty text two quotes. */
  static RowWriter csv(List<Column> columns, OutputStream out) throws IOException {
    CsvSchema.Builder schema =
        CsvSchema.builder().setUseHeader(true).setLineSeparator("\r\n").setNullValue("");
    columns.forEach(column -> schema.addColumn(column.name()));
    CsvGenerator generator =
        CsvFactory.builder()
            .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING)
            .build()
            .createGenerator(out, JsonEncoding.UTF8);
    generator.setSchema(schema.build());
    return new GeneratorRows(columns, generator, false);
  }

  @Override
  public void write(@Nullable Object[] values) throws IOException {
    out.writeStartObject();
    for (int i = 0; i < names.length; i++) {
      out.writeFieldName(names[i]);
      value(types[i], values[i]);
    }
    out.writeEndObject();
    if (json) {
      out.writeRaw('\n');
    }
  }

  private void value(ColumnType type, @Nullable Object value) throws IOException {
    if (value == null
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof byte[]) {
      out.writePOJO(value);
    } else if (json && type == ColumnType.JSON) {
      out.writeRawValue(value.toString());
    } else if (!json && value.equals("")) {
      out.writeRawValue("\"\"");
    } else {
      out.writeString(value.toString());
    }
  }

  /** Closing writes what is held back, and the header of a file without rows. */
  @Override
  public void finish() throws IOException {
    out.close();
  }
}
