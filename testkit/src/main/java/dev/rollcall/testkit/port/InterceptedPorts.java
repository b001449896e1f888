package dev.rollcall.testkit.port;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
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
    RowSink.Result write(List<RowSink.VersionedRow> rows, RowSink sink);
  }

  /** In place of {@link AggregateStore#compareAndSet}. */
  public interface CompareAndSet extends Serializable {
    Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes, AggregateStore store);
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

  /** In place of a method with one argument. */
  private interface Call extends Serializable {
    @Nullable Object instead(Object argument, Object port);
  }

  /**
   * A target whose methods that give the real port give it with the calls before it; one that gives
   * a target, as a source without some topics, gives one like this.
   */
  private record Target(Object real, Class<?> port, Map<String, Call> calls)
      implements InvocationHandler, Serializable {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Object result = pass(real, method, arguments);
      Class<?> kind = method.getReturnType();
      if (result != null && kind.isInstance(proxy) && kind.isInterface()) {
        return proxy(kind, new Target(result, port, calls));
      }
      return port.isInstance(result) ? proxy(port, new Port(result, calls)) : result;
    }
  }

  private record Port(Object real, Map<String, Call> calls) implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Call call = calls.get(method.getName());
      return call == null || arguments == null
          ? pass(real, method, arguments)
          : call.instead(arguments[0], real);
    }
  }

  private InterceptedPorts() {}

  @SuppressWarnings("unchecked")
  public static RowTarget rows(RowTarget target, RowWrite write) {
    Call call = (rows, sink) -> write.write((List<RowSink.VersionedRow>) rows, (RowSink) sink);
    return proxy(RowTarget.class, new Target(target, RowSink.class, Map.of("write", call)));
  }

  @SuppressWarnings("unchecked")
  public static AggregateTarget aggregates(AggregateTarget target, CompareAndSet write) {
    Call call =
        (writes, store) ->
            write.compareAndSet((List<AggregateStore.Write>) writes, (AggregateStore) store);
    return proxy(
        AggregateTarget.class,
        new Target(target, AggregateStore.class, Map.of("compareAndSet", call)));
  }

  @SuppressWarnings("unchecked")
  public static DeadLetterTarget letters(DeadLetterTarget target, LetterWrite write) {
    Call call =
        (letters, port) -> {
          write.write((List<DeadLetter>) letters, (DeadLetters) port);
          return null;
        };
    return proxy(
        DeadLetterTarget.class, new Target(target, DeadLetters.class, Map.of("write", call)));
  }

  @SuppressWarnings("unchecked")
  public static RecordSource.Origin source(RecordSource.Origin origin, PollAndCommit calls) {
    Call poll = (atMost, source) -> calls.poll((Duration) atMost, (RecordSource) source);
    Call commit =
        (next, source) -> {
          calls.commit((Map<SourcePartition, Long>) next, (RecordSource) source);
          return null;
        };
    return proxy(
        RecordSource.Origin.class,
        new Target(origin, RecordSource.class, Map.of("poll", poll, "commit", commit)));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object pass(Object real, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
