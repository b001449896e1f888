package dev.rollcall.core.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.core.internal.run.OutageLog.Kind;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.pipeline.LogLines;
import dev.rollcall.core.pipeline.PickySink;
import dev.rollcall.core.pipeline.PipelineRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class OutageLogTest {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> threads = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final OutageLog log =
      new OutageLog("store:x", Duration.ofSeconds(8), lines::add, now::get);

  @Test
  void anOutageIsSaidOnceAndItsEndOnce() {
    for (int i = 0; i < 5; i++) {
      fails(Kind.WRITE);
      pass(9);
    }
    works(Kind.WRITE);
    works(Kind.WRITE);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .contains("store:x is unavailable", "no majority")
        .contains("logged once");
    assertThat(lines.get(1)).isEqualTo("store:x is back after 45 s");
  }

  @Test
  void aStoreThatAnswersReadsOnlyIsNotBack() {
    for (int i = 0; i < 5; i++) {
      fails(Kind.WRITE);
      works(Kind.READ);
    }
    assertThat(lines).hasSize(1);
    works(Kind.WRITE);
    assertThat(lines).hasSize(2);
  }

  @Test
  void anOutageThatShowedInAReadIsOverWithAnyAnswer() {
    fails(Kind.READ);
    works(Kind.READ);
    pass(60);
    fails(Kind.READ);
    works(Kind.WRITE);
    assertThat(lines).hasSize(4);
  }

  @Test
  void twoOutagesAreSaidTwice() {
    fails(Kind.WRITE);
    works(Kind.WRITE);
    pass(60);
    fails(Kind.WRITE);
    assertThat(lines).hasSize(3);
  }

  @Test
  void callsThatFailByTurnsAreSaidOnceAndAgainIfItLasts() {
    for (int i = 0; i < 20; i++) {
      fails(Kind.WRITE);
      works(Kind.WRITE);
      pass(1);
    }
    assertThat(lines).hasSize(2);
    fails(Kind.WRITE);
    assertThat(lines).hasSize(2);
    pass(8);
    fails(Kind.WRITE);
    assertThat(lines).hasSize(3);
    works(Kind.WRITE);
    assertThat(lines).hasSize(4);
  }

  @Test
  void whatIsNoOutageIsNotSaid() {
    works(Kind.WRITE);
    assertThatThrownBy(
            () ->
                log.watch(
                    Kind.WRITE,
                    () -> {
                      throw new FatalException("no such table");
                    }))
        .isInstanceOf(FatalException.class);
    fails(Kind.OPEN);
    Thread.currentThread().interrupt();
    fails(Kind.WRITE);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(lines).isEmpty();
  }

  @Test
  void aCallThatDoesNotReturnIsSaidWhileItWaits() throws InterruptedException {
    CountDownLatch said = new CountDownLatch(1);
    OutageLog impatient =
        new OutageLog(
            "store:x",
            Duration.ofMillis(20),
            line -> {
              lines.add(line);
              threads.add(Thread.currentThread().getName());
              said.countDown();
            },
            System::nanoTime);
    boolean inTime =
        impatient.watch(
            Kind.OPEN,
            () -> {
              try {
                return said.await(20, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(inTime).isTrue();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("store:x is unavailable", "no answer");
    assertThat(lines.get(1)).contains("is back");
    assertThat(threads.get(0)).as("the JDK's timer is shared").startsWith("rollcall-");
  }

  @Test
  void aCallThatReturnsWhileItsTimerFiresIsNotSaidToWait() {
    OutageLog impatient =
        new OutageLog("store:x", Duration.ofMillis(20), lines::add, System::nanoTime);
    // the timer's warning has to wait for this lock until the call has returned
    synchronized (impatient) {
      assertThat(impatient.<Integer>watch(Kind.WRITE, () -> awaitWarnings(1))).isEqualTo(1);
    }
    awaitWarnings(0);
    assertThat(lines).isEmpty();
  }

  /** Waits until so many threads wait to warn. */
  private static int awaitWarnings(int number) {
    while (number
        != Thread.getAllStackTraces().entrySet().stream()
            .filter(thread -> !thread.getKey().equals(Thread.currentThread()))
            .filter(thread -> Stream.of(thread.getValue()).anyMatch(OutageLogTest::isWarning))
            .count()) {
      assertThat(Thread.interrupted()).as("out of time").isFalse();
      Thread.onSpinWait();
    }
    return number;
  }

  private static boolean isWarning(StackTraceElement frame) {
    return frame.getClassName().equals(OutageLog.class.getName())
        && frame.getMethodName().matches("late|failed");
  }

  @Test
  void itSaysSoWithinTenSeconds() {
    assertThat(OutageLog.PATIENCE).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aRunSaysThatASinkIsAwayOnceAndThatItIsBackOnce(TestInfo test) {
    Guests guests = new Guests(test.getDisplayName(), 1);
    guests.source.add(0, Guests.guest("a", "de", 1));
    PickySink sink = PickySink.refusing(guests.name, row -> false).awayFor(2);
    LogLines logged = new LogLines();
    try (logged) {
      PipelineRunner.runUntilCaughtUp(guests.pipeline().rows(sink).build(), guests.source);
    }
    assertThat(logged.lines()).filteredOn(line -> line.contains("is unavailable")).hasSize(1);
    assertThat(logged.lines()).filteredOn(line -> line.contains("is back after")).hasSize(1);
  }

  private void pass(long seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private void works(Kind kind) {
    assertThat(log.<Integer>watch(kind, () -> 7)).isEqualTo(7);
  }

  private void fails(Kind kind) {
    assertThatThrownBy(
            () ->
                log.watch(
                    kind,
                    () -> {
                      throw new TransientException("no majority");
                    }))
        .isInstanceOf(TransientException.class)
        .hasMessage("no majority");
  }
}
