package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of earlier versions on a real MariaDB. */
@EnabledWithMariaDb
class MariaDbEarlierRowsIT extends JdbcEarlierRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onMariaDb();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Test
  void theMigrationRewritesNoRows() {
    EarlierTables.statements(migration(refusal())).stream()
        .filter(sql -> sql.startsWith("ALTER"))
        .forEach(sql -> database().execute(sql + ", ALGORITHM=INSTANT"));

    assertThat(database().query("SELECT DISTINCT rollcall_definition FROM " + EarlierTables.ROWS))
        .containsExactly(1L);
  }
}
