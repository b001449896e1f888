package dev.rollcall.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.run.ListenerNotifier;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunListenerTest {

  /** All that a listener can be told, so that a new method is not forgotten. */
  private static final List<Method> NEWS =
      Stream.of(RunListener.class.getMethods())
          .filter(method -> method.getReturnType() == void.class)
          .toList();

  private final List<String> heard = new ArrayList<>();

  @Test
  void bothAreToldOfEverythingTheFirstFirst() throws Exception {
    RunListener both = recorder("one").and(recorder("two"));
    for (Method news : NEWS) {
      news.invoke(both, new Object[news.getParameterCount()]);
    }

    List<String> expected =
        NEWS.stream().flatMap(n -> Stream.of("one " + n.getName(), "two " + n.getName())).toList();
    assertThat(heard).isEqualTo(expected).hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  void theSecondIsToldAlsoIfTheFirstThrows() {
    RunListener failing =
        new RunListener() {
          @Override
          public void observed(RunStatus status) {
            throw new IllegalStateException("first");
          }
        };
    RunListener both = failing.and(recorder("two"));

    assertThatThrownBy(() -> observe(both)).hasRootCauseMessage("first");
    assertThat(heard).containsExactly("two observed");
  }

  @Test
  void anExceptionIsLoggedOnceThoughItsMessageIsAnotherEachTime() {
    AtomicInteger calls = new AtomicInteger();
    ListenerNotifier notifier =
        new ListenerNotifier(
            new RunListener() {
              @Override
              public void observed(RunStatus status) {
                throw new FatalException("call " + calls.incrementAndGet());
              }
            });
    LogLines logged = new LogLines();
    try (logged) {
      for (int i = 0; i < 5; i++) {
        notifier.notify(listener -> listener.observed(null));
      }
    }
    assertThat(logged.lines()).hasSize(1).first().asString().contains("call 1");
    assertThat(calls).hasValue(5);
  }

  private static void observe(RunListener listener)
      throws ReflectiveOperationException, InvocationTargetException {
    RunListener.class.getMethod("observed", RunStatus.class).invoke(listener, (Object) null);
  }

  private RunListener recorder(String name) {
    return (RunListener)
        Proxy.newProxyInstance(
            RunListener.class.getClassLoader(),
            new Class<?>[] {RunListener.class},
            (proxy, method, arguments) -> {
              if (method.isDefault() && method.getReturnType() != void.class) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              heard.add(name + " " + method.getName());
              return null;
            });
  }
}
