package dev.rollcall.kafka.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaErrorsTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(new TimeoutException("slow"), TransientException.class),
        Arguments.of(new NotEnoughReplicasException("few"), TransientException.class),
        Arguments.of(new OutOfOrderSequenceException("gap"), TransientException.class),
        Arguments.of(new InvalidPidMappingException("expired"), TransientException.class),
        Arguments.of(new InvalidProducerEpochException("old"), TransientException.class),
        Arguments.of(new IllegalGenerationException("old"), TransientException.class),
        Arguments.of(new UnknownMemberIdException("gone"), TransientException.class),
        Arguments.of(new FencedInstanceIdException("other"), TransientException.class),
        Arguments.of(
            new ExecutionException(new TimeoutException("slow")), TransientException.class),
        Arguments.of(new CompletionException(new TimeoutException("x")), TransientException.class),
        Arguments.of(
            new KafkaException("error state", new TimeoutException("slow")),
            TransientException.class),
        Arguments.of(new RecordTooLargeException("big"), DataException.class),
        Arguments.of(new SaslAuthenticationException("no"), FatalException.class),
        Arguments.of(new TopicAuthorizationException("no"), FatalException.class),
        Arguments.of(new UnsupportedVersionException("old"), FatalException.class),
        Arguments.of(new ProducerFencedException("fenced"), FatalException.class),
        Arguments.of(new KafkaException("?"), FatalException.class),
        Arguments.of(new ConfigException("acks"), ConfigurationException.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anErrorOfTheDriverHasItsKind(Throwable error, Class<? extends RollcallException> kind) {
    assertThat(KafkaErrors.map("topic users", error))
        .isInstanceOf(kind)
        .hasMessageStartingWith("topic users: ");
  }

  @Test
  void anErrorOfOursStaysAsItIs() {
    DataException ours = new DataException("ours");

    assertThat(KafkaErrors.map("topic users", new ExecutionException(ours))).isSameAs(ours);
  }

  @Test
  void anInterruptIsTransientAndStaysSet() {
    RollcallException error =
        KafkaErrors.map("topic users", new InterruptException(new InterruptedException()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(error).isInstanceOf(TransientException.class);
  }

  @Test
  void aReasonThatQuotesASecretIsLeftOut() {
    Map<String, String> settings =
        Map.of("sasl.jaas.config", "Login required password=\"canary\";");
    RollcallException error =
        KafkaErrors.mapSettings(
            "topic users",
            settings,
            new KafkaException("no", new IllegalArgumentException("unexpected 'canary'")));

    assertThat(error).hasMessageContaining("[hidden").hasNoCause();
    assertThat(error.getMessage()).doesNotContain("canary");
  }
}
