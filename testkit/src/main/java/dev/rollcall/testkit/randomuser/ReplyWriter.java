package dev.rollcall.testkit.randomuser;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes whole replies: {@code {"results":[…],"info":{…}}}. Threadsafe. */
final class ReplyWriter {

  static final String VERSION = "1.4";

  private static final JsonFactory JSON = new JsonFactory();

  private final UserGenerator generator;

  ReplyWriter(UserGenerator generator) {
    this.generator = generator;
  }

  /** The reply with its first {@code users} users; {@code info} always says what was asked for. */
  byte[] reply(ApiQuery query, int users) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(200 + users * 1300);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      if (query.format().equals("pretty")) {
        out.setPrettyPrinter(pretty());
      }
      out.writeStartObject();
      out.writeArrayFieldStart("results");
      generator.users(out, query.effectiveSeed(), users, query.selection());
      out.writeEndArray();
      if (!query.noInfo()) {
        out.writeObjectFieldStart("info");
        out.writeStringField("seed", query.seed());
        out.writeNumberField("results", query.results());
        out.writeNumberField("page", query.page());
        out.writeStringField("version", VERSION);
        out.writeEndObject();
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private static DefaultPrettyPrinter pretty() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    Separators separators =
        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators);
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }
}
