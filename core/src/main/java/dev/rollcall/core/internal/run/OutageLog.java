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
 * Logs that a store is unavailable, once per outage and not per retry, and once more when it is
 * back. All callers of one store share one log, so that neither partitions nor restarts repeat it.
 * Threadsafe.
 *
 * <p>An outage begins with a call that fails with a transient error, or that has not returned for
 * {@link #PATIENCE}: drivers wait longer than that before they give up. It ends with the next call
 * that succeeds, but an outage that a write began ends with a write only: a store that has lost its
 * majority answers reads. Where calls fail intermittently, an outage within {@link #QUIET} of the
 * last one logged is logged only if it lasts.
 */
final class OutageLog {

  /** How long a call may take before the outage is logged. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  /** How long after an outage was logged short ones are not. */
  static final Duration QUIET = Duration.ofSeconds(30);

  /** What a call does; a later constant says more about the store. */
  enum Kind {
    /** Opens the port; a failure ends the run and is logged there. */
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
  private @Nullable Kind failing;
  private long since;
  private boolean logged;
  private @Nullable Long lastLogged;

  /** Creates the log of one store, by the name of its target. */
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
    // uses the JDK's timer, and leaves it as soon as there is an answer
    CompletableFuture<Boolean> answer =
        new CompletableFuture<Boolean>().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    AtomicBoolean returned = new AtomicBoolean();
    answer.whenComplete(
        (answered, late) -> {
          if (late != null) {
            Runnable warning = () -> late(kind, began, returned);
            Runnable inContext = run.map(context -> context.wrap(warning)).orElse(warning);
            // the whole JVM shares the timer's thread, and a log may be slow
            RunContext.daemon("rollcall-waits-for-" + target, inContext).start();
          }
        });
    try {
      T result = returning(call, answer, returned);
      answered(kind);
      return result;
    } catch (TransientException e) {
      // if interrupted, it was us who gave up the call
      if (kind != Kind.OPEN && !Thread.currentThread().isInterrupted()) {
        failed(kind, began, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Makes the call; once it has returned, successfully or not, its timer logs nothing. */
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
      failed(kind, began, "no answer for " + waited + ", still waiting");
    }
  }

  private synchronized void failed(Kind kind, long began, String how) {
    if (failing == null) {
      since = began;
      logged = false;
    }
    if (failing == null || failing.compareTo(kind) < 0) {
      failing = kind;
    }
    long now = nanoClock.getAsLong();
    boolean isQuiet = lastLogged != null && now - lastLogged < QUIET.toNanos();
    if (!logged && (!isQuiet || now - since >= patience.toNanos())) {
      logged = true;
      lastLogged = now;
      warnings.accept(
          "%s is unavailable: %s (logged once, until it is back)".formatted(target, how));
    }
  }

  private synchronized void answered(Kind kind) {
    if (failing != null && failing.compareTo(kind) <= 0) {
      failing = null;
      if (logged) {
        warnings.accept(
            "%s is back after %s".formatted(target, inSeconds(nanoClock.getAsLong() - since)));
      }
    }
  }

  private static String inSeconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos) + " s";
  }
}
