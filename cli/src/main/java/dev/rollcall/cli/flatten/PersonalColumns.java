package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Cells;
import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.Utf8Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects what is written of a row: keeps, drops or hashes its PERSONAL columns. */
record PersonalColumns(List<Written> written) {

  static final String KEY_VARIABLE = "ROLLCALL_HMAC_KEY";

  private static final List<String> CHOICES = List.of("keep", "drop", "hash");

  /** A column that is written: its position in the row, and the key if it is hashed. */
  record Written(Column column, int position, @Nullable HmacKey key) {

    @Nullable Object value(Row row) {
      Object value = row.get(position);
      return value == null || key == null ? value : key.pseudonym(value.toString());
    }
  }

  /**
   * As the options say.
   *
   * @throws ConfigurationException if the choice is unknown or the key is missing or unfit
   */
  static PersonalColumns of(Schema schema, String choice, @Nullable Path keyFile, Console console) {
    boolean hash = Choice.of("--personal", choice, CHOICES).equals("hash");
    if (keyFile != null && !hash) {
      throw new ConfigurationException("--hmac-key-file: is only of use with --personal hash");
    }
    HmacKey key = hash ? key(keyFile, console) : null;
    List<Written> written = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      Column column = schema.column(i);
      boolean personal = column.sensitivity() == Column.Sensitivity.PERSONAL;
      if (personal && hash) {
        Column text = Column.of(column.name(), ColumnType.STRING).with(Column.Sensitivity.PERSONAL);
        written.add(new Written(text, i, key));
      } else if (!personal || !choice.equals("drop")) {
        written.add(new Written(column, i, null));
      }
    }
    return new PersonalColumns(written);
  }

  private static HmacKey key(@Nullable Path keyFile, Console console) {
    String remedy = "; make one with: openssl rand -hex 32";
    String hex = console.environment().get(KEY_VARIABLE);
    if (keyFile != null) {
      try {
        hex = Files.readString(keyFile);
      } catch (IOException e) {
        throw new ConfigurationException(
            "--hmac-key-file: '" + keyFile + "' cannot be read" + remedy + " > FILE");
      }
    }
    if (hex == null || hex.isBlank()) {
      throw new ConfigurationException(
          "--personal hash: needs a key, the same one each time; set %s or --hmac-key-file%s"
              .formatted(KEY_VARIABLE, remedy));
    }
    try {
      return HmacKey.ofHex(hex);
    } catch (ConfigurationException e) {
      throw new ConfigurationException(e.getMessage() + remedy);
    }
  }

  /** The columns that are written. */
  List<Column> columns() {
    return written.stream().map(Written::column).toList();
  }

  /** Their values in a row. */
  Cells cells(Row row) {
    return new Cells() {
      @Override
      public @Nullable Object get(int place) {
        return written.get(place).value(row);
      }

      @Override
      public boolean passUtf8(int place, Utf8Sink to) {
        Written column = written.get(place);
        return column.key() == null && row.passUtf8(column.position(), to);
      }
    };
  }
}
