package dev.rollcall.cli.infer;

import java.util.List;

/**
 * A record type as it will be written.
 *
 * @param records how many samples it was made of
 * @param key names of columns
 * @param keyComment why these
 * @param rowVersion a column that tells which of two rows is newer; empty if none seems to
 * @param items the path of the array whose items are the rows; empty if records are
 * @param secrets paths, and names that are meant at any depth
 * @param columns in the order of the samples
 */
record TypeDraft(
    String name,
    long records,
    List<String> key,
    String keyComment,
    String rowVersion,
    Shape shape,
    List<String> items,
    List<String> secrets,
    List<ColumnDraft> columns) {

  TypeDraft withKey(List<String> columnNames, String comment) {
    return new TypeDraft(
        name, records, columnNames, comment, rowVersion, shape, items, secrets, columns);
  }
}
