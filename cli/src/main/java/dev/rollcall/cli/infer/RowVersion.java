package dev.rollcall.cli.infer;

import java.util.List;
import java.util.Set;

/** A time that may tell which of two rows of a key is newer. */
final class RowVersion {

  private static final Set<String> NEWER = Set.of("updated", "modified", "changed");

  private RowVersion() {}

  /** The first such column that every record has; empty for none. */
  static String of(List<ColumnDraft> columns) {
    return columns.stream()
        .filter(column -> column.guess().type().equals("TIMESTAMP") && column.isNeverMissing())
        .filter(column -> Names.words(column.name()).stream().anyMatch(NEWER::contains))
        .map(ColumnDraft::name)
        .findFirst()
        .orElse("");
  }
}
