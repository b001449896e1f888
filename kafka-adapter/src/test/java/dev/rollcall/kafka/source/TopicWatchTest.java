package dev.rollcall.kafka.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.TopicIdentity;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicWatchTest {

  private static final Uuid ID = Uuid.randomUuid();
  private static final KafkaTopic TOPIC = KafkaTopic.named("users");

  private final PrintStream errorsBefore = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private boolean isAway;
  private int askedWithin;
  private long seconds;

  @BeforeEach
  void readTheLog() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveTheLogBack() {
    System.setErr(errorsBefore);
  }

  @Test
  void aBrokerThatIsAwayIsSaidOnceWithinTenSecondsAndOnceWhenItIsBack() {
    TopicWatch watch =
        new TopicWatch(TOPIC.place(), admin(), () -> TimeUnit.SECONDS.toNanos(seconds));
    watch.add(TOPIC, new TopicIdentity("users", ID.toString(), ID.toString(), 1));
    assertThat(watch.confirm()).isTrue();
    assertThat(lines()).isEmpty();

    isAway = true;
    for (int i = 0; i < 20; i++) {
      assertThat(watch.confirm()).isFalse();
      seconds += 6;
    }
    assertThat(askedWithin).as("milliseconds until the first line").isLessThanOrEqualTo(5_000);
    assertThat(lines())
        .singleElement()
        .asString()
        .contains("WARN", "nothing is read until the broker answers", "topic users at");

    isAway = false;
    assertThat(watch.confirm()).isTrue();
    assertThat(watch.confirm()).isTrue();
    assertThat(lines()).hasSize(2);
    assertThat(lines().get(1)).contains("WARN", "the broker answers again, after 120 s");
  }

  private List<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Admin admin() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (proxy, method, args) -> {
              askedWithin = ((DescribeTopicsOptions) args[1]).timeoutMs();
              return new Answer(isAway);
            });
  }

  /** The topic, or no answer. */
  private static final class Answer extends DescribeTopicsResult {
    Answer(boolean isAway) {
      super(null, Map.of("users", future(isAway)));
    }

    private static KafkaFuture<TopicDescription> future(boolean isAway) {
      KafkaFutureImpl<TopicDescription> future = new KafkaFutureImpl<>();
      if (isAway) {
        future.completeExceptionally(new TimeoutException("no answer"));
      } else {
        TopicPartitionInfo partition = new TopicPartitionInfo(0, null, List.of(), List.of());
        future.complete(new TopicDescription("users", false, List.of(partition), Set.of(), ID));
      }
      return future;
    }
  }
}
