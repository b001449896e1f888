package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.testkit.contract.DeadLettersContract;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of dead letters on a real database; a subclass names it. */
abstract class JdbcDeadLettersTests extends DeadLettersContract {

  private static final String TABLE = "letters";
  private static final List<String> ADDED = List.of("path", "element_sha256", "branch");

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
  protected long size() {
    return kept().stream().mapToLong(kept -> kept.everything().length()).sum();
  }

  @Test
  void aTableOfAnOlderReleaseSaysHowToAlterIt() {
    Schema before =
        Schema.of(
            JdbcDeadLetters.SCHEMA.columns().stream()
                .filter(column -> !ADDED.contains(column.name()))
                .toList(),
            "letter_id");
    database().rows(TABLE).autoCreate().openLetters(before).close();

    assertThatThrownBy(() -> target().open())
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            error -> {
              assertThat(error.problems())
                  .hasSize(3)
                  .allMatch(fault -> fault.contains("ALTER TABLE"));
              error
                  .problems()
                  .forEach(
                      fault -> database().execute(fault.substring(fault.indexOf("ALTER TABLE"))));
            });
    DeadLetter letter = letter(1, 0);
    try (DeadLetters letters = target().open()) {
      letters.write(List.of(letter));
    }
    assertThat(kept()).extracting(Kept::id).containsExactly(letter.id());
    database().rows(TABLE).openLetters(before).close();
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
                    List.of(),
                    String.valueOf(row.getString("path")),
                    String.valueOf(row.getString("element_sha256")),
                    row.schema().names().stream()
                        .map(column -> String.valueOf(row.get(column)))
                        .toList()
                        .toString()))
        .toList();
  }

  @Test
  void aLetterWhoseReasonHasCharactersThatNoDatabaseHoldsIsKeptAllTheSame() {
    DeadLetter letter =
        new DeadLetter(
            new SourcePartition("topic", 0),
            "users\0",
            7,
            0,
            DeadLetter.Stage.MAP,
            "",
            "type",
            "got NUL \0 and half \uD83D of a pair",
            0,
            Instant.EPOCH,
            null,
            new byte[] {1});
    try (DeadLetters letters = target().open()) {
      letters.write(List.of(letter));
    }
    assertThat(kept())
        .singleElement()
        .extracting(Kept::reason)
        .isEqualTo("got NUL \uFFFD and half \uFFFD of a pair");
  }
}
