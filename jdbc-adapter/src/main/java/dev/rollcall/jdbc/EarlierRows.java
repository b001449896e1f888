package dev.rollcall.jdbc;

import dev.rollcall.core.port.DefinitionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tables of rows that an earlier version of Rollcall made: they do not say which definition wrote a
 * row. Threadsafe.
 *
 * <p>A migrated table is the same as a new one: no default remains, so the insert of an earlier
 * version, which does not fill these columns, fails, and so does its check when it opens the table.
 */
final class EarlierRows {

  private EarlierRows() {}

  /**
   * Lists why rows cannot be stored in the table, with the migration of an earlier one.
   *
   * @param owner the definition that will write
   */
  static List<String> problems(
      RowTable wanted, StoredTable stored, ExistingTypes types, DefinitionRegistry.Entry owner) {
    if (isEarlier(stored)) {
      List<String> problems = new ArrayList<>();
      problems.add(remedy(wanted, owner));
      problems.addAll(stored.problems(wanted.withoutDefinitions(), types::problem));
      return problems;
    }
    List<String> problems = stored.problems(wanted.table(), types::problem);
    StoredColumn definition = stored.columns().get(RowTable.DEFINITION);
    if (definition != null && definition.filled()) {
      problems.add(
          "column '%s': got one with a default, expected none, or an earlier version of Rollcall could write here too; run %s"
              .formatted(
                  RowTable.DEFINITION, dropDefaults(wanted.table(), List.of(RowTable.DEFINITION))));
    }
    return problems;
  }

  private static boolean isEarlier(StoredTable stored) {
    Set<String> columns = stored.columns().keySet();
    return columns.containsAll(RowTable.UNDEFINED)
        && RowTable.ADDED.stream().noneMatch(columns::contains);
  }

  private static String remedy(RowTable wanted, DefinitionRegistry.Entry owner) {
    List<String> statements = new ArrayList<>(alterations(wanted.table(), owner.version()));
    statements.add(JdbcDefinitions.beside(wanted.table()).ddl());
    statements.add(JdbcDefinitions.enterWriter(wanted.table(), owner.pipeline()));
    return ("got a table that an earlier version of Rollcall made, expected rows that say which"
            + " definition wrote them. Stop all that write it; then its owner runs the following,"
            + " with another version than DEFAULT %d and another pipeline than '%s' if those wrote"
            + " the rows:%n%s")
        .formatted(owner.version(), owner.pipeline(), String.join("\n", statements));
  }

  /** The statements that add the columns and stamp all rows with a version of the definition. */
  static List<String> alterations(SqlTable table, int version) {
    return List.of(
        "ALTER TABLE %s ADD COLUMN %s DEFAULT %d, ADD COLUMN %s DEFAULT 0, ADD COLUMN %s DEFAULT false;"
            .formatted(
                table.quoted(),
                table.definition(RowTable.DEFINITION),
                version,
                table.definition(RowTable.RECORD_TIME),
                table.definition(RowTable.DELETED)),
        dropDefaults(table, RowTable.ADDED));
  }

  private static String dropDefaults(SqlTable table, List<String> columns) {
    return "ALTER TABLE %s %s;"
        .formatted(
            table.quoted(),
            columns.stream()
                .map(table.dialect()::quoted)
                .map(column -> "ALTER COLUMN " + column + " DROP DEFAULT")
                .collect(Collectors.joining(", ")));
  }
}
