package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Two sinks of one name in different databases are two sinks. */
class SinkNamesTest {

  /** The table {@code users} of a database; refuses every row. */
  private record Users(String database) implements RowTarget {
    @Override
    public String name() {
      return "db:users";
    }

    @Override
    public String qualifiedName() {
      return name() + "@" + database;
    }

    @Override
    public SinkPlan plan(Schema schema) {
      return memory().plan(schema);
    }

    @Override
    public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
      return memory().connect(schema, owner);
    }

    private PickySink memory() {
      return PickySink.refusing(qualifiedName(), row -> true);
    }
  }

  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
  }

  private Pipeline writing(RowTarget... targets) {
    PipelineBuilder pipeline = Guests.definition().deadLetters(guests.letters);
    for (RowTarget target : targets) {
      pipeline.rows(target);
    }
    return pipeline.build();
  }

  @Test
  void twoOfOneNameAreToldApart() {
    Pipeline pipeline = writing(new Users("one"), new Users("two"), guests.rows);
    Set<String> flushed = flush(pipeline);

    assertThat(guests.letters.letters())
        .extracting(DeadLetter::sink)
        .containsExactlyInAnyOrder("db:users@one", "db:users@two");
    assertThat(guests.letters.letters()).extracting(DeadLetter::id).doesNotHaveDuplicates();
    assertThat(flushed)
        .contains("db:users@one", "db:users@two", guests.rows.name())
        .doesNotContain("db:users");
    assertThat(pipeline.plan().targets())
        .extracting(target -> target.plan().target())
        .contains("db:users@one", "db:users@two", guests.rows.name());
    assertThat(ElementRedrive.knows(pipeline, "", "db:users@two")).isTrue();
    assertThat(ElementRedrive.knows(pipeline, "", "db:users")).isFalse();
    ElementRedrive.open(pipeline, "", "db:users@two").close();
  }

  @Test
  void aSingleOneKeepsItsName() {
    Pipeline pipeline = writing(new Users("one"), guests.rows);
    Set<String> flushed = flush(pipeline);

    assertThat(guests.letters.letters()).extracting(DeadLetter::sink).containsExactly("db:users");
    assertThat(flushed).contains("db:users", guests.rows.name());
    ElementRedrive.open(pipeline, "", "db:users").close();
  }

  @Test
  void oneTableTwiceIsRefused() {
    assertThatThrownBy(() -> writing(new Users("one"), new Users("one")))
        .hasMessageContaining("sink 'db:users@one' is declared twice");
    assertThatThrownBy(() -> writing(guests.rows, guests.rows))
        .hasMessageContaining("sink '" + guests.rows.name() + "' is declared twice");
  }

  /** The names of the stores that were written to, as metrics have them. */
  private static Set<String> flush(Pipeline pipeline) {
    SourcePartition partition = new SourcePartition("topic-id", 0);
    try (PipelinePorts ports = PipelinePorts.open(pipeline.compiled())) {
      PartitionProcessor processor = new PartitionProcessor(pipeline.compiled(), ports, partition);
      processor.process(
          new SourceRecord(
              partition,
              "users",
              0,
              Instant.EPOCH,
              null,
              guest("a", "de", 30).getBytes(StandardCharsets.UTF_8)));
      return processor.flush().targets().keySet();
    }
  }
}
