package dev.rollcall.kafka.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.KafkaTopic;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;

class LocalClusterSourcesTest {

  private static final String ID = Uuid.randomUuid().toString();

  @Test
  void aBrokerThatCannotBeAskedByIdHasNotTheSource() {
    assertThat(asking(new UnsupportedVersionException("old")).test(ID)).isFalse();
    assertThat(asking(new UnknownTopicIdException("none")).test(ID)).isFalse();
  }

  @Test
  void aBrokerThatDoesNotAnswerLeavesItOpen() {
    assertThatThrownBy(() -> asking(new TimeoutException("late")).test(ID))
        .isInstanceOf(TransientException.class);
  }

  private static LocalClusterSources asking(RuntimeException answer) {
    KafkaFutureImpl<Object> failed = new KafkaFutureImpl<>();
    failed.completeExceptionally(answer);
    Admin admin =
        (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, args) -> new Answer(failed));
    return new LocalClusterSources(KafkaTopic.named("dead"), admin, Set.of());
  }

  /** Topics by id, of which one question fails. */
  private static final class Answer extends DescribeTopicsResult {
    Answer(KafkaFuture<?> failed) {
      super(Map.of(Uuid.fromString(ID), failed.thenApply(any -> null)), null);
    }
  }
}
