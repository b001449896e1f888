package dev.rollcall.faults.input;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.PartitionProcessor;
import dev.rollcall.core.internal.run.PipelinePorts;
import dev.rollcall.core.memory.InMemoryAggregates;
import dev.rollcall.core.memory.InMemoryDeadLetters;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.RowSink.VersionedRow;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.user.Users;
import dev.rollcall.faults.FaultResult;
import dev.rollcall.faults.FaultTest;
import dev.rollcall.testkit.port.InterceptedPorts;
import dev.rollcall.testkit.randomuser.UserGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * T6: bad input through the real processor, ports in memory; every second record is a good
 * neighbour whose row must be there, read from its JSON by other means.
 */
public final class BadInput extends FaultTest {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final int FLUSH_EVERY = 200;
  private static final long PLANTED_INPUTS = 1_000;

  @Option(names = "--inputs", description = "Bad inputs, and as many good ones.")
  private long inputs = 200_000;

  public BadInput() {
    super(
        "T6",
        "bad input: broken JSON, naughty strings, bombs, what could only be guessed, seeded"
            + " mutations",
        "--inputs=4000");
  }

  @Override
  public void run(FaultResult result, Consumer<String> progress) {
    new Attack(inputs, seed, Bug.NONE, result).run(progress);
    for (Bug bug : Bug.values()) {
      if (bug != Bug.NONE) {
        FaultResult spoiled = new FaultResult();
        new Attack(PLANTED_INPUTS, seed, bug, spoiled).run(line -> {});
        result.planted(FaultResult.words(bug), spoiled.wrong());
      }
    }
  }

  /** What a sink between the processor and the memory does wrong, once in a hundred times. */
  private enum Bug {
    NONE,
    ONE_IN_A_HUNDRED_DEAD_LETTERS_IS_DROPPED,
    ONE_IN_A_HUNDRED_ROWS_IS_DROPPED,
    ONE_IN_A_HUNDRED_ROWS_HAS_AN_EMPTY_CITY;

    private static final int ONE_IN = 100;

    /** True for this bug, once in a hundred times. */
    private boolean hits(Bug bug, AtomicInteger seen) {
      return this == bug && seen.incrementAndGet() % ONE_IN == 0;
    }

    RowTarget rows(RowTarget target) {
      AtomicInteger seen = new AtomicInteger();
      return InterceptedPorts.rows(
          target,
          (rows, sink) ->
              sink.write(
                  rows.stream()
                      .filter(row -> !hits(ONE_IN_A_HUNDRED_ROWS_IS_DROPPED, seen))
                      .map(
                          row ->
                              hits(ONE_IN_A_HUNDRED_ROWS_HAS_AN_EMPTY_CITY, seen)
                                  ? new VersionedRow(withoutCity(row.row()), row.version())
                                  : row)
                      .toList()));
    }

    private static Row withoutCity(Row row) {
      @Nullable Object[] values = new @Nullable Object[row.schema().size()];
      Arrays.setAll(values, row::get);
      values[row.schema().position("city")] = null;
      return Row.of(row.schema(), values);
    }

    DeadLetterTarget letters(DeadLetterTarget target) {
      AtomicInteger seen = new AtomicInteger();
      return InterceptedPorts.letters(
          target,
          (letters, port) ->
              port.write(
                  letters.stream()
                      .filter(letter -> !hits(ONE_IN_A_HUNDRED_DEAD_LETTERS_IS_DROPPED, seen))
                      .toList()));
    }
  }

  /** A bad input and the good one behind it. */
  private record Pair(long number, BadInputs.Input input, ExpectedUser neighbour) {}

  private static final class Attack {
    private final long inputs;
    private final UserGenerator users = new UserGenerator(Clock.fixed(TIME, ZoneOffset.UTC));
    private final BadInputs bad;
    private final String name = "faults-bad-input";
    private final InMemoryRows rows = InMemoryRows.named(name);
    private final InMemoryAggregates aggregates = InMemoryAggregates.named(name);
    private final InMemoryDeadLetters letters = InMemoryDeadLetters.named(name);
    private final Pipeline pipeline;
    private final SourcePartition partition = new SourcePartition(name, 0);
    private final FaultResult result;
    private final List<Pair> unchecked = new ArrayList<>();
    private RunReport total = RunReport.EMPTY;
    private long crashes;
    private long badRows;

    Attack(long inputs, long seed, Bug bug, FaultResult result) {
      this.inputs = inputs;
      this.bad = new BadInputs(users, seed);
      this.result = result;
      this.pipeline =
          Pipeline.named(name)
              .records(Users.recordType())
              .rows(bug.rows(rows))
              .aggregate(Aggregation.named("all").count())
              .into(aggregates)
              .deadLetters(bug.letters(letters))
              .build();
      aggregates.clear();
      forget();
    }

    void run(Consumer<String> progress) {
      for (BadInputs.Kind kind : BadInputs.Kind.values()) {
        result.fault(kind, 0);
      }
      try (PipelinePorts ports = PipelinePorts.open(CompiledPipeline.of(pipeline))) {
        PartitionProcessor processor =
            new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition);
        for (long i = 0; i < inputs; i++) {
          BadInputs.Input input = bad.next();
          byte[] neighbour = users.user("good", Math.toIntExact(i));
          unchecked.add(new Pair(i, input, new ExpectedUser(neighbour)));
          try {
            processor.process(record(2 * i, input.bytes()));
            processor.process(record(2 * i + 1, neighbour));
            if (unchecked.size() == FLUSH_EVERY || i == inputs - 1) {
              total = total.plus(processor.flush().report());
              check();
            }
          } catch (RuntimeException | StackOverflowError e) {
            crashes++;
            result.violation("input " + i + " (" + input.kind() + "): " + e);
            processor = new PartitionProcessor(CompiledPipeline.of(pipeline), ports, partition);
            forget();
          }
          if (i % 50_000 == 49_999) {
            progress.accept("%,d of %,d inputs, %d crashes".formatted(i + 1, inputs, crashes));
          }
        }
      }
      long counted =
          aggregates.results("all").stream()
              .mapToLong(all -> (Long) Objects.requireNonNull(all.get("count")))
              .sum();
      if (counted != total.written()) {
        result.violation("aggregates: got " + counted + ", expected " + total.written());
      }
      result
          .fault("dead letters", total.deadLettered())
          .figure("bad inputs", inputs)
          .figure("good neighbours", inputs)
          .figure("elements read", total.read())
          .figure("rows written", total.written())
          .figure("rows of bad inputs that are users all the same", badRows)
          .figure("dead letters", total.deadLettered())
          .figure("dead letters by reason", total.reasons())
          .figure("crashes", crashes);
    }

    private SourceRecord record(long offset, byte[] value) {
      return new SourceRecord(partition, name, offset, TIME, null, value);
    }

    /** After a flush, which has checked that its accounts balance. */
    private void check() {
      Map<Long, Integer> lettersAt = new HashMap<>();
      for (DeadLetter letter : letters.letters()) {
        lettersAt.merge(letter.offset(), 1, Integer::sum);
        if (letter.offset() % 2 == 1) {
          result.violation("a good neighbour became a dead letter: " + letter.reasonClass());
        }
      }
      for (Pair pair : unchecked) {
        BadInputs.Kind kind = pair.input.kind();
        result.fault(kind, 1);
        int got = lettersAt.getOrDefault(2 * pair.number, 0);
        if (kind.mustBeOneLetter() && got != 1) {
          result.violation(
              "input %d (%s): got %d dead letters, expected 1".formatted(pair.number, kind, got));
        }
        rows.find(pair.neighbour.key())
            .map(pair.neighbour::differences)
            .ifPresentOrElse(
                all -> all.forEach(words -> result.violation("a good neighbour's row: " + words)),
                () -> result.lost(1));
        if (pair.input.never() != null && rows.find(pair.input.never()).isPresent()) {
          result.violation("a text that is no UUID became the key of somebody else");
        }
      }
      badRows += rows.rows().size() - unchecked.size();
      forget();
    }

    private void forget() {
      unchecked.clear();
      rows.clear();
      letters.clear();
    }
  }
}
