package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryRunLog;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class BatchRunTest {

  private static final String DAY = "guest-list/2026-01-02";
  private static final BatchRun.Engine HERE = BatchRun.Engine.here(3);
  private static final ListedBatch GUESTS =
      new ListedBatch(
          List.of(
              List.of(guest("a", "de", 40), guest("b", "fr", 30)),
              List.of(guest("c", "de", 20), "{\"id\":", guest("d", "fr", 50)),
              List.of()));

  private final InMemoryRunLog log = new InMemoryRunLog();
  private Guests guests;

  @BeforeEach
  void ports(TestInfo test) {
    guests = new Guests(test.getDisplayName(), 1);
  }

  @Test
  void everyRecordOfEveryPartCountsOnce() {
    RunReport report = run(GUESTS);

    assertThat(report.read()).isEqualTo(5);
    assertThat(report.written()).isEqualTo(4);
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(guests.rows.rows()).hasSize(4);
    assertThat(guests.letters.letters()).hasSize(1);
    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.result("fr")).containsEntry("sum_age", BigDecimal.valueOf(80));
  }

  @Test
  void aListenerIsToldOfEachPartAndOfTheEnd() {
    List<String> told = new ArrayList<>();
    List<RunStatus> ends = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void stored(SourcePartition partition, String target, Duration took) {
            told.add(target);
          }

          @Override
          public void flushed(SourcePartition partition, RunReport report, Duration took) {
            told.add(report.read() + " read");
            throw new IllegalStateException("passed over");
          }

          @Override
          public void observed(RunStatus status) {
            ends.add(status);
          }
        };
    BatchRun batch = BatchRun.of(guests.pipeline().build(), log).listener(listener);
    RunReport report = batch.run(DAY, GUESTS, HERE);

    assertThat(told).contains(guests.rows.name(), "2 read", "3 read", "0 read");
    assertThat(ends).singleElement().satisfies(end -> assertThat(end.report()).isEqualTo(report));
    BatchRun.Engine broken =
        (pipeline, parts) -> {
          throw new FatalException("broken");
        };
    assertThatThrownBy(() -> batch.run(DAY, GUESTS, broken)).hasMessage("broken");
    assertThat(ends).hasSize(2).last().matches(end -> end.state() == RunStatus.State.FAILED);
  }

  @Test
  void aListenerSeesTheFirstLettersOfAPart() {
    List<DeadLetter> seen = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void deadLettered(DeadLetter letter) {
            seen.add(letter);
          }
        };
    List<String> bad = Collections.nCopies(RunListener.LETTERS_OF_A_TASK + 20, "{\"id\":");
    Pipeline pipeline = guests.pipeline().flushAt(30, 1_000_000).build();
    RunReport report =
        BatchRun.of(pipeline, log)
            .listener(listener)
            .run(DAY, new ListedBatch(List.of(bad, List.of("x"))), HERE);

    assertThat(report.deadLettered()).isEqualTo(RunListener.LETTERS_OF_A_TASK + 21);
    assertThat(seen).hasSize(RunListener.LETTERS_OF_A_TASK + 1);
    assertThat(seen).allSatisfy(letter -> assertThat(letter.value()).isNull());
  }

  @Test
  void aSecondRunChangesNothing() {
    run(GUESTS);
    run(GUESTS);

    assertThat(guests.rows.rows()).hasSize(4);
    assertThat(guests.letters.letters()).hasSize(1);
    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.result("fr")).containsEntry("sum_age", BigDecimal.valueOf(80));
  }

  @Test
  void whatWasCorrectedMeanwhileReplacesWhatWasThere() {
    run(GUESTS);
    run(
        new ListedBatch(
            List.of(List.of(guest("a", "de", 41), guest("b", "fr", 30), guest("e", "de", 9)))));

    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.result("de")).containsEntry("sum_age", BigDecimal.valueOf(50));
    assertThat(guests.result("fr")).containsEntry("sum_age", BigDecimal.valueOf(30));
  }

  @Test
  void manyFlushesOfOnePartAreOneDocument() {
    Pipeline small = guests.pipeline().flushAt(1, 1_000_000).build();
    BatchRun.of(small, log).run(DAY, GUESTS, HERE);

    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.count("fr")).isEqualTo(2);
  }

  @Test
  void aRunThatWasTakenForDeadCannotPutItsDocumentsInPlace() {
    Pipeline pipeline = guests.pipeline().build();
    BatchRun.Engine overtaken =
        (same, parts) -> {
          List<BatchRun.Result> late = HERE.process(same, parts);
          run(new ListedBatch(List.of(List.of(guest("a", "de", 41)))));
          return late;
        };

    assertThatThrownBy(() -> BatchRun.of(pipeline, log).run(DAY, GUESTS, overtaken))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("run 1 is superseded by run 2");
    assertThat(guests.result("de"))
        .containsEntry("count", 1L)
        .containsEntry("sum_age", BigDecimal.valueOf(41));
    assertThat(log.entries().get(0).failure()).contains("superseded");
    assertThat(log.lastFinished(DAY).map(run -> run.number())).contains(2L);
  }

  @Test
  void theLogHasTheStartTheEndAndTheFigures() {
    run(GUESTS);

    assertThat(log.lastFinished(DAY).orElseThrow().figures())
        .isEqualTo(Map.of("read", 5L, "written", 4L, "filtered", 0L, "dead_lettered", 1L));
  }

  @Test
  void aFailedRunSaysSoInTheLogWithoutQuotingARecord() {
    BatchRun.Engine broken =
        (pipeline, parts) -> {
          throw new IllegalStateException("somebody@example.org");
        };

    assertThatThrownBy(() -> BatchRun.of(guests.pipeline().build(), log).run(DAY, GUESTS, broken))
        .isInstanceOf(IllegalStateException.class);
    assertThat(log.entries())
        .singleElement()
        .extracting(InMemoryRunLog.Entry::failure, as(STRING))
        .startsWith("java.lang.IllegalStateException at ")
        .doesNotContain("somebody");
    assertThat(log.lastFinished(DAY)).isEqualTo(Optional.empty());
  }

  @Test
  void aFailureOfOnePartIsTheBatchs() {
    Pipeline strict = guests.pipeline().onError(ErrorPolicy.failFast()).build();

    assertThatThrownBy(() -> BatchRun.of(strict, log).run(DAY, GUESTS, HERE))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("stopped by the error policy");
    assertThat(guests.count("de")).as("no document of half a batch").isEqualTo(-1);
  }

  @Test
  void documentsOfAStreamAreNotReplaced() {
    Pipeline pipeline = guests.pipeline().build();
    SourcePartition partition = new SourcePartition("topic", 0);
    try (PipelinePorts ports = PipelinePorts.open(CompiledPipeline.of(pipeline))) {
      PartitionProcessor stream =
          new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition);
      byte[] guest = guest("z", "de", 70).getBytes(StandardCharsets.UTF_8);
      stream.process(new SourceRecord(partition, "guests", 0, Instant.EPOCH, null, guest));
      stream.flush();
    }

    assertThatThrownBy(() -> run(GUESTS))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("counted from a stream");
    assertThat(guests.count("de")).isEqualTo(1);
  }

  @Test
  void aStoreThatConfirmsLateIsWaitedForAndOneThatNeverDoesEndsTheBatch() {
    Pipeline late = unconfirmed(2);
    BatchRun.of(late, log).run(DAY, GUESTS, HERE);
    assertThat(guests.count("de")).isEqualTo(2);
    assertThat(guests.count("fr")).isEqualTo(2);

    Pipeline never = unconfirmed(1_000);
    assertThatThrownBy(() -> BatchRun.of(never, log).run(DAY, GUESTS, HERE))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("batch of pipeline 'guest-list'")
        .hasMessageContaining("did not confirm a write 3 times in a row")
        .hasRootCauseMessage("no majority");
  }

  @Test
  void aPartIsReadAgainAfterATransientErrorAndCountsOnce() {
    AtomicInteger readings = new AtomicInteger();
    Pipeline small = guests.pipeline().flushAt(1, 1_000_000).build();
    RunReport report = BatchRun.of(small, log).run(DAY, flaky(2, readings), HERE);

    assertThat(readings).hasValue(3);
    assertThat(report.read()).isEqualTo(3);
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(guests.rows.rows()).hasSize(2);
    assertThat(guests.letters.letters()).hasSize(1);
    assertThat(guests.count("de")).isEqualTo(1);
    assertThat(guests.count("fr")).isEqualTo(1);
  }

  @Test
  void aTransientErrorThatLastsEndsTheBatchOnceTheRetriesAreUsedUp() {
    AtomicInteger readings = new AtomicInteger();
    Pipeline pipeline = guests.pipeline().build();

    assertThatThrownBy(() -> BatchRun.of(pipeline, log).run(DAY, flaky(1_000, readings), HERE))
        .isInstanceOf(TransientException.class)
        .hasMessage("reading 3 failed");
    assertThat(readings).hasValue(Guests.AT_ONCE.attempts());
    assertThat(guests.count("de")).as("no document of half a batch").isEqualTo(-1);
  }

  /** One part that fails before its last record, so many times. */
  private static BatchRun.Origin flaky(int failures, AtomicInteger readings) {
    BatchRun.Part whole =
        new ListedBatch(List.of(List.of(guest("a", "de", 40), "{\"id\":", guest("b", "fr", 30))))
            .parts()
            .get(0);
    BatchRun.Part flaky =
        new BatchRun.Part() {
          @Override
          public SourcePartition partition() {
            return whole.partition();
          }

          @Override
          public void read(Consumer<SourceRecord> action) {
            int reading = readings.incrementAndGet();
            whole.read(
                record -> {
                  if (record.offset() == 2 && reading <= failures) {
                    throw new TransientException("reading " + reading + " failed");
                  }
                  action.accept(record);
                });
          }
        };
    return new BatchRun.Origin() {
      @Override
      public String name() {
        return "flaky";
      }

      @Override
      public List<BatchRun.Part> parts() {
        return List.of(flaky);
      }
    };
  }

  private Pipeline unconfirmed(int writes) {
    return Guests.definition()
        .aggregate(Guests.byCountry())
        .into(UnconfirmedAggregates.named(guests.name, writes))
        .deadLetters(guests.letters)
        .build();
  }

  private RunReport run(ListedBatch batch) {
    return BatchRun.of(guests.pipeline().build(), log).run(DAY, batch, HERE);
  }
}
