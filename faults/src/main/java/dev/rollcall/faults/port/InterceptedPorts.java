package dev.rollcall.faults.port;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.AggregateTable;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.AggregateWrite;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RecordOrigin;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.Rejection;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.VersionedRow;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ports that behave as the real ones, except for the one call that a test intercepts. Each
 * interceptor gets the arguments of the call and the open port to pass them on to. The targets are
 * serializable if the interceptor is, and threadsafe if it is.
 */
public final class InterceptedPorts {

  /** In place of {@link RowSink#write}. */
  public interface RowWrite extends Serializable {
    List<Rejection> write(List<VersionedRow> rows, RowSink sink);
  }

  /** In place of {@link AggregateStore#compareAndSet}. */
  public interface CompareAndSet extends Serializable {
    Set<AggregateKey> compareAndSet(List<AggregateWrite> writes, AggregateStore store);
  }

  /** In place of {@link DeadLetters#write}. */
  public interface LetterWrite extends Serializable {
    void write(List<DeadLetter> letters, DeadLetters port);
  }

  /** In place of {@link RecordSource#poll} and {@link RecordSource#commit}. */
  public interface PollAndCommit extends Serializable {
    List<SourceRecord> poll(Duration atMost, RecordSource source);

    void commit(Map<SourcePartition, Long> next, RecordSource source);
  }

  /** One method's stand-in. */
  private interface Call extends Serializable {
    @Nullable Object with(Object[] arguments);
  }

  private record Handler(Object real, Map<String, Call> calls)
      implements InvocationHandler, Serializable {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Call call = calls.get(method.getName());
      if (call != null) {
        return call.with(arguments == null ? new Object[0] : arguments);
      }
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  private InterceptedPorts() {}

  @SuppressWarnings("unchecked")
  public static RowTarget rows(RowTarget target, RowWrite write) {
    return intercept(
        RowTarget.class,
        target,
        "open",
        open -> {
          RowSink sink = target.open((Schema) open[0]);
          Call call = args -> write.write((List<VersionedRow>) args[0], sink);
          return intercept(RowSink.class, sink, "write", call);
        });
  }

  @SuppressWarnings("unchecked")
  public static AggregateTarget aggregates(AggregateTarget target, CompareAndSet write) {
    return intercept(
        AggregateTarget.class,
        target,
        "open",
        open -> {
          AggregateStore store = target.open((List<AggregateTable>) open[0]);
          Call call = args -> write.compareAndSet((List<AggregateWrite>) args[0], store);
          return intercept(AggregateStore.class, store, "compareAndSet", call);
        });
  }

  @SuppressWarnings("unchecked")
  public static DeadLetterTarget letters(DeadLetterTarget target, LetterWrite write) {
    return intercept(
        DeadLetterTarget.class,
        target,
        "open",
        open -> {
          DeadLetters port = target.open();
          Call call =
              args -> {
                write.write((List<DeadLetter>) args[0], port);
                return null;
              };
          return intercept(DeadLetters.class, port, "write", call);
        });
  }

  @SuppressWarnings("unchecked")
  public static RecordOrigin source(RecordOrigin origin, PollAndCommit calls) {
    return intercept(
        RecordOrigin.class,
        origin,
        "open",
        open -> {
          RecordSource source = origin.open();
          Call poll = args -> calls.poll((Duration) args[0], source);
          Call commit =
              args -> {
                calls.commit((Map<SourcePartition, Long>) args[0], source);
                return null;
              };
          return intercept(RecordSource.class, source, Map.of("poll", poll, "commit", commit));
        });
  }

  private static <T> T intercept(Class<T> port, T real, String method, Call call) {
    return intercept(port, real, Map.of(method, call));
  }

  private static <T> T intercept(Class<T> port, T real, Map<String, Call> calls) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(), new Class<?>[] {port}, new Handler(real, calls)));
  }
}
