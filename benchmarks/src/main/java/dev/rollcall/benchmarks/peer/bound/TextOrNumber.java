package dev.rollcall.benchmarks.peer.bound;

import com.dslplatform.json.JsonReader;
import com.dslplatform.json.JsonWriter;
import com.dslplatform.json.NumberConverter;
import com.dslplatform.json.StringConverter;
import java.io.IOException;

/** A text for dsl-json, which by itself refuses a number in its place. */
public abstract class TextOrNumber {

  private TextOrNumber() {}

  /** Reads either. */
  public static String read(JsonReader<?> json) throws IOException {
    if (json.last() == '"') {
      return json.readString();
    }
    return json.wasNull() ? null : Long.toString(NumberConverter.deserializeLong(json));
  }

  /** Writes a text; not used. */
  public static void write(JsonWriter json, String text) {
    StringConverter.serializeNullable(text, json);
  }
}
