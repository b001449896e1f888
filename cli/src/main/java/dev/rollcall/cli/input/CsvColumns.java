package dev.rollcall.cli.input;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.RecordType;
import java.util.List;
import java.util.Set;

/** Checks the header of a CSV file against a record type. */
public final class CsvColumns {

  private static final int SHOWN = 5;

  private CsvColumns() {}

  /**
   * At least one must be: otherwise the file is of another kind, or its first line holds data.
   *
   * @param file what messages call the file
   * @throws DataException if none is; shows no name of the file, since it may be data
   */
  public static void requireAnyOf(RecordType type, String file, List<String> header) {
    Set<String> wanted = type.topLevelFields();
    if (!wanted.isEmpty() && header.stream().noneMatch(wanted::contains)) {
      throw new DataException(
          ("file '%s': its first line names no column of the type %s, expected such as %s; is it of"
                  + " another type, or without a line of names?")
              .formatted(
                  file, type.name(), String.join(", ", wanted.stream().limit(SHOWN).toList())));
    }
  }
}
