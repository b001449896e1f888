package dev.rollcall.jdbc;

import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.testkit.contract.DeadLettersContract;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** The contract of dead letters on a real database; a subclass names it. */
abstract class JdbcDeadLettersTests extends DeadLettersContract {

  private static final String TABLE = "letters";

  abstract TestSchema database();

  @BeforeEach
  void startEmpty() {
    database().execute("DROP TABLE IF EXISTS " + TABLE);
  }

  @Override
  protected DeadLetterTarget target() {
    return JdbcDeadLetters.into(database().rows(TABLE).autoCreate());
  }

  @Override
  protected boolean keepsPayload() {
    return false;
  }

  @Override
  protected List<Kept> kept() {
    target().open().close(); // a test that wrote nothing has no table yet
    return database().query("SELECT letter_id FROM " + TABLE).stream()
        .map(id -> database().row(TABLE, JdbcDeadLetters.SCHEMA, id).orElseThrow())
        .map(
            row ->
                new Kept(
                    String.valueOf(row.getString("letter_id")),
                    String.valueOf(row.getString("reason_class")),
                    String.valueOf(row.getString("reason")),
                    Math.toIntExact(row.getLong("attempt")),
                    String.valueOf(row.getString("sha256")),
                    null,
                    row.schema().names().stream()
                        .map(column -> String.valueOf(row.get(column)))
                        .toList()
                        .toString()))
        .toList();
  }
}
