package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of earlier versions on a real PostgreSQL. */
class PostgresEarlierRowsIT extends JdbcEarlierRowsTests {

  @RegisterExtension static final SchemaExtension SCHEMA = SchemaExtension.onPostgres();

  @Override
  TestSchema database() {
    return SCHEMA.get();
  }

  @Test
  void theMigrationRewritesNoRows() {
    String file = "SELECT pg_relation_filenode('%s')".formatted(EarlierTables.ROWS);
    List<Object> before = database().query(file);

    migrate(refusal());

    assertThat(database().query(file)).isEqualTo(before);
  }
}
