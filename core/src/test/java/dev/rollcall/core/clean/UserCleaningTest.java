package dev.rollcall.core.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class UserCleaningTest {

  private static final Instant NOW = Instant.parse("2026-01-11T12:00:00Z");

  private InMemoryRows rows;
  private InMemoryDeadLetters letters;
  private Pipeline pipeline;

  @BeforeEach
  void pipeline(TestInfo test) {
    rows = InMemoryRows.named(test.getDisplayName());
    letters = InMemoryDeadLetters.named(test.getDisplayName());
    pipeline =
        UserCleaning.addTo(Pipeline.named("users").records(Users.recordType()))
            .rows(rows)
            .deadLetters(letters)
            .build();
  }

  @Test
  void aUserIsCleanedAndEnriched() {
    RunReport report =
        processed(
            """
            {"login":{"uuid":"0b6c9d1e-0000-4000-8000-000000000001","username":"ida"},
             "name":{"first":" Ida ","last":"de  Vries"},"email":" IDA@Example.NL ","nat":"NL",
             "phone":"(020) 555-12 34","dob":{"date":"1990-05-25T00:00:00Z","age":35},
             "registered":{"date":"2026-01-01T12:00:00Z"},"location":{"city":"Den\\u00a0 Haag","postcode":"2511 AB"}}
            """);

    assertThat(report.written()).isEqualTo(1);
    Row row = rows.rows().get(0);
    assertThat(row.getString("first_name")).isEqualTo("Ida");
    assertThat(row.getString("full_name")).isEqualTo("Ida de Vries");
    assertThat(row.getString("email")).isEqualTo("ida@example.nl");
    assertThat(row.getString("email_domain")).isEqualTo("example.nl");
    assertThat(row.getString("city")).isEqualTo("Den Haag");
    assertThat(row.getString("postcode")).isEqualTo("2511 AB");
    assertThat(row.getString("phone")).as("the original stays").isEqualTo("(020) 555-12 34");
    assertThat(row.getString("phone_digits")).isEqualTo("0205551234");
    assertThat(row.getString("cell_digits")).isNull();
    assertThat(row.getString("continent")).isEqualTo("Europe");
    assertThat(row.getString("region")).isEqualTo("Western Europe");
    assertThat(row.getLong("days_registered")).isEqualTo(10);
  }

  @Test
  void usersThatCannotBeAreDeadLettersThatNameTheRuleAndNothingElse() {
    RunReport report =
        processed(
            user("a", "\"email\":\"no address\""),
            user("b", "\"dob\":{\"age\":300}"),
            user("d", "\"registered\":{\"date\":\"2030-01-01T00:00:00Z\"}"),
            user(
                "e",
                "\"dob\":{\"date\":\"1990-01-01T00:00:00Z\"},"
                    + "\"registered\":{\"date\":\"1980-01-01T00:00:00Z\"}"),
            user("f", "\"phone\":\"1\""));

    assertThat(report.reasons()).containsEntry("rule-broken", 4L);
    assertThat(report.written()).as("what is absent breaks no rule").isEqualTo(1);
    assertThat(letters.letters())
        .extracting(DeadLetter::reason)
        .allSatisfy(
            reason -> assertThat(reason).startsWith("expected").doesNotContain("no address"))
        .hasSize(4);
  }

  @Test
  void onlyTextsThatAreNoKeyCanBeCleaned() {
    assertThatThrownBy(
            () ->
                Pipeline.named("users")
                    .records(Users.recordType())
                    .cleaned("age", Cleaners.tidy())
                    .rows(rows)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("got column age INT64, expected one of type STRING");
    assertThatThrownBy(
            () ->
                Pipeline.named("users")
                    .records(Users.recordType())
                    .cleaned("emial", Cleaners.tidy())
                    .rows(rows)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("email");
  }

  private static String user(String id, String field) {
    return "{\"id\":\"" + id + "\"," + field + "}";
  }

  private RunReport processed(String... users) {
    SourcePartition partition = new SourcePartition("topic", 0);
    try (PipelinePorts ports = PipelinePorts.open(CompiledPipeline.of(pipeline))) {
      PartitionProcessor processor =
          new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition);
      for (int i = 0; i < users.length; i++) {
        byte[] value = users[i].getBytes(StandardCharsets.UTF_8);
        processor.process(new SourceRecord(partition, "users", i, NOW, null, value));
      }
      return processor.flush().report();
    }
  }
}
