package dev.rollcall.core.internal.run;

import dev.rollcall.core.error.TransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a store is away, once per incident and not per retry, and once more when it
 * is back. All who call one store share one, so that neither several partitions nor restarts repeat
 * it. Threadsafe.
 *
 * <p>An incident begins with a call that fails for a while, or that has not returned for {@link
 * #PATIENCE}: drivers wait longer than that before they give up. It ends with the next call that is
 * answered, but one that began with a write ends with a write only: a store that has lost its
 * majority answers reads. Where calls fail by turns, an incident that begins within {@link #QUIET}
 * of the last that was said is said only if it lasts.
 */
final class OutageLog {

  /** How long a call may take before it is said that the store does not answer. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  /** How long after it was said that a store is away a short incident is not said. */
  static final Duration QUIET = Duration.ofSeconds(30);

  /** What a call does, the least telling first. */
  enum Kind {
    /** Opens the port; one that fails ends the run, which says so itself. */
    OPEN,
    /** Reads. */
    READ,
    /** Makes something durable. */
    WRITE
  }

  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);

  private final String target;
  private final Duration patience;
  private final Consumer<String> warnings;
  private final LongSupplier nanoClock;
  private @Nullable Kind away;
  private long since;
  private boolean said;
  private @Nullable Long lastSaid;

  /** Of a store by the name of its target. */
  OutageLog(String target) {
    this(target, PATIENCE, LOG::warn, System::nanoTime);
  }

  OutageLog(String target, Duration patience, Consumer<String> warnings, LongSupplier nanoClock) {
    this.target = target;
    this.patience = patience;
    this.warnings = warnings;
    this.nanoClock = nanoClock;
  }

  /** Makes the call and throws what it throws. */
  <T> T watch(Kind kind, Supplier<T> call) {
    long began = nanoClock.getAsLong();
    Optional<RunContext> run = RunContext.current();
    // the JDK's own timer, and off it again as soon as there is an answer
    CompletableFuture<Boolean> answer =
        new CompletableFuture<Boolean>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    AtomicBoolean returned = new AtomicBoolean();
    answer.whenComplete(
        (answered, late) -> {
          if (late != null) {
            Runnable warning = () -> late(kind, began, returned);
            Runnable told = run.map(context -> context.wrap(warning)).orElse(warning);
            // all of the JVM share the timer's thread, and a log may be slow
            RunContext.daemon("rollcall-waits-for-" + target, told).start();
          }
        });
    try {
      T result = returning(call, answer, returned);
      answered(kind);
      return result;
    } catch (TransientException e) {
      // an interrupted call was given up by us
      if (kind != Kind.OPEN && !Thread.currentThread().isInterrupted()) {
        failed(kind, began, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Makes the call; once it has returned, however it did, its timer has nothing more to say. */
  private <T> T returning(
      Supplier<T> call, CompletableFuture<Boolean> answer, AtomicBoolean returned) {
    try {
      return call.get();
    } finally {
      answer.complete(true);
      synchronized (this) {
        returned.set(true);
      }
    }
  }

  private synchronized void late(Kind kind, long began, AtomicBoolean returned) {
    if (!returned.get()) {
      String waited = inSeconds(patience.toNanos());
      failed(kind, began, "no answer for " + waited + "; waiting for it");
    }
  }

  private synchronized void failed(Kind kind, long began, String how) {
    if (away == null) {
      since = began;
      said = false;
    }
    if (away == null || away.compareTo(kind) < 0) {
      away = kind;
    }
    long now = nanoClock.getAsLong();
    boolean isNews = lastSaid == null || now - lastSaid >= QUIET.toNanos();
    if (!said && (isNews || now - since >= patience.toNanos())) {
      said = true;
      lastSaid = now;
      warnings.accept(
          "%s is away for now: %s (said once, until it is back)".formatted(target, how));
    }
  }

  private synchronized void answered(Kind kind) {
    if (away != null && away.compareTo(kind) <= 0) {
      away = null;
      if (said) {
        warnings.accept(
            "%s is back after %s".formatted(target, inSeconds(nanoClock.getAsLong() - since)));
      }
    }
  }

  private static String inSeconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
  }
}
