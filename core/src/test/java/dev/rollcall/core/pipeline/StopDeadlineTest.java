package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.engine.RunLife;
import dev.rollcall.core.internal.engine.RunSettings;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a run is given to end in, counted from the call that asks for it. */
class StopDeadlineTest {

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** A third of this is what a call that is bounded may take. */
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(6);

  private static final CountDownLatch COMMITTING = new CountDownLatch(1);

  @Test
  void aRunWhoseCommitsTakeNearlyAllTheyMayStopsAndDoesNotFail(TestInfo test) throws Exception {
    Guests guests = new Guests(test.getDisplayName(), 2);
    guests.source.add(0, guest("early", "de", 30));
    guests.source.add(1, guest("late", "de", 30));
    Pipeline pipeline =
        guests.pipeline().where(StopDeadlineTest::onceCommitting).flushAt(1, 1_000_000).build();
    PipelineRunner run =
        PipelineRunner.builder(pipeline)
            .workers(2)
            .closedWithin(CLOSED_WITHIN)
            .start(new WrappedSource.Origin(new SlowCommits(guests)));
    COMMITTING.await();
    while (guests.rows.rows().size() < 2) {
      Thread.onSpinWait();
    }

    // one commit is under way, and the second partition's is to follow
    run.stop(Duration.ZERO);

    assertThat(run.status().state()).isEqualTo(RunStatus.State.STOPPED);
    assertThat(run.awaitEnd().read()).isEqualTo(2);
  }

  /** The late guest is let through while the offsets of the other partition are committed. */
  private static boolean onceCommitting(Row row) {
    try {
      return !"late".equals(row.getString("id")) || COMMITTING.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new FatalException("interrupted", e);
    }
  }

  @Test
  void theDeadlineOfAStopGoesOnWhileARoundEnds() {
    RunLife life = new RunLife(RunSettings.DEFAULT, starting());
    life.askStop(Duration.ofSeconds(10));
    assertThat(life.drainWithin()).isPositive().isLessThan(Duration.ofSeconds(10));

    RunLife late = new RunLife(RunSettings.DEFAULT, starting());
    late.askStop(Duration.ZERO);
    assertThat(late.drainWithin()).isZero();
  }

  private static RunStatus starting() {
    return new RunStatus(RunStatus.State.STARTING, Set.of(), 0, 0, 0, true, false, RunReport.EMPTY);
  }

  @Test
  void timesMayBeForEver(TestInfo test) {
    Guests guests = new Guests(test.getDisplayName(), 1);
    guests.source.add(0, guest("a", "de", 30));
    PipelineRunner run =
        PipelineRunner.builder(guests.pipeline().build())
            .flushEvery(FOR_EVER)
            .drainWithin(FOR_EVER)
            .start(guests.source);
    run.awaitCaughtUp();
    assertThat(run.status().live()).isTrue();
    run.close();
    assertThat(run.awaitEnd().read()).isEqualTo(1);
  }

  @Test
  void aDeadlineThatIsOverLongAgoIsNoTime(TestInfo test) {
    Guests guests = new Guests(test.getDisplayName(), 1);
    PipelineRunner run = PipelineRunner.start(guests.pipeline().build(), guests.source);
    run.awaitCaughtUp();
    run.stop(Duration.ofSeconds(Long.MIN_VALUE));
    assertThat(run.status().state()).isEqualTo(RunStatus.State.STOPPED);
  }

  /** As a broker that is away: a commit takes 7 tenths of what it may, and is interruptible. */
  private static final class SlowCommits extends WrappedSource {

    SlowCommits(Guests guests) {
      super(guests.source);
    }

    @Override
    public void commit(Map<SourcePartition, Long> next) {
      COMMITTING.countDown();
      try {
        // counted down by nobody
        boolean never =
            new CountDownLatch(1)
                .await(CLOSED_WITHIN.dividedBy(3).toMillis() * 7 / 10, TimeUnit.MILLISECONDS);
        assertThat(never).isFalse();
      } catch (InterruptedException e) {
        throw new FatalException("interrupted while committing", e);
      }
      super.commit(next);
    }
  }
}
