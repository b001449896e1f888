package dev.rollcall.csv;

/**
 * One line of data of a {@link CsvFile}. Does not copy the array: do not change it.
 *
 * @param number the number of the record, from 1, without the header
 * @param line the line of the file in which it begins, from 1
 * @param id the file's SHA-256, a colon and the number: the same whenever the file is read
 * @param json a JSON object in UTF-8: one text per cell, named by the header; for a line that
 *     cannot be read, a record that becomes a dead letter with the reason ({@link
 *     dev.rollcall.core.flatten.Flattener#unreadable})
 */
public record CsvRecord(long number, long line, String id, byte[] json) {

  /** Id and size; never the payload. */
  @Override
  public String toString() {
    return "CsvRecord[" + id + ", " + json.length + " bytes]";
  }
}
