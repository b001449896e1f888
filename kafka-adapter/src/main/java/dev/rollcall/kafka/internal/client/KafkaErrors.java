package dev.rollcall.kafka.internal.client;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import dev.rollcall.kafka.internal.setting.ClientSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jspecify.annotations.Nullable;

/** Maps the errors of the Kafka clients to Rollcall's. Threadsafe. */
public final class KafkaErrors {

  private KafkaErrors() {}

  /**
   * Maps an error; returns one of Rollcall's as it is.
   *
   * @param where for the message: what failed
   */
  public static RollcallException map(String where, Throwable thrown) {
    Throwable error = root(thrown);
    if (error instanceof RollcallException ours) {
      return ours;
    }
    String message = where + ": " + describe(error);
    if (error instanceof InterruptedException || error instanceof InterruptException) {
      Thread.currentThread().interrupt();
      return new TransientException(where + ": interrupted", error);
    }
    if (error instanceof ProducerFencedException) {
      return new FatalException(
          message + "; another process uses the same transactional.id", error);
    }
    if (isTransient(error)) {
      return new TransientException(message, error);
    }
    if (error instanceof RecordTooLargeException) {
      return new DataException(
          message + " Raise the producer's max.request.size and the topic's max.message.bytes.",
          error);
    }
    if (error instanceof AuthenticationException || error instanceof AuthorizationException) {
      return new FatalException(
          message + "; check the login settings and what this user may do (ACLs)", error);
    }
    if (error instanceof ConfigException) {
      return new ConfigurationException(message);
    }
    return new FatalException(message, error);
  }

  /** Maps the error of creating a client; leaves out a text that may quote a secret setting. */
  public static RollcallException mapSettings(
      String where, Map<String, String> settings, RuntimeException thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String text = describe(deepest);
    boolean secret = ClientSettings.quotes(text, settings);
    return new ConfigurationException(
        where
            + ": the client cannot be created: "
            + (secret ? "[hidden: the reason quotes a secret setting]" : text)
            + "; settings: "
            + ClientSettings.masked(settings));
  }

  /** Waits for the result; throws the mapped error. */
  public static <T> T await(String where, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException | InterruptedException e) {
      throw map(where, e);
    }
  }

  /** The result, or nothing if the broker answers with an error of one of these types. */
  @SafeVarargs
  public static <T> Optional<T> awaitUnless(
      String where, KafkaFuture<T> future, Class<? extends Throwable>... nothing) {
    try {
      return Optional.of(future.get());
    } catch (ExecutionException | InterruptedException e) {
      for (Class<?> type : nothing) {
        if (type.isInstance(e.getCause())) {
          return Optional.empty();
        }
      }
      throw map(where, e);
    }
  }

  /** The first error of this type among the error and its causes. */
  public static <T extends Throwable> @Nullable T find(Class<T> type, Throwable thrown) {
    for (Throwable error = thrown; error != null; error = error.getCause()) {
      if (type.isInstance(error)) {
        return type.cast(error);
      }
    }
    return null;
  }

  /**
   * Whether the broker refused a message: it is too large, or its timestamp is. Not a matter of
   * rights.
   *
   * @param orOfItsBatch whether the refusal of another message of its batch counts too
   */
  public static boolean isRefusal(RollcallException error, boolean orOfItsBatch) {
    return error instanceof DataException
        || find(InvalidTimestampException.class, error) != null
        || orOfItsBatch
            && error.getCause() != null
            && error.getCause().getClass() == KafkaException.class;
  }

  /** Whether the same call, perhaps by a new producer, may work later. */
  private static boolean isTransient(Throwable error) {
    return error instanceof RetriableException
        || error instanceof TransactionAbortableException
        || error instanceof TransactionAbortedException
        // their common type came with 4.1, and 3.9 works too
        || error instanceof InvalidProducerEpochException
        || error instanceof InvalidPidMappingException
        || error instanceof IllegalGenerationException
        || error instanceof UnknownMemberIdException
        || error instanceof FencedInstanceIdException
        || error instanceof OutOfOrderSequenceException
        // the group moved on: the partitions are assigned again and continue at what is committed
        || error instanceof CommitFailedException
        || error instanceof RebalanceInProgressException;
  }

  /** Unwraps the errors of futures and of the producer. */
  private static Throwable root(Throwable thrown) {
    Throwable error = thrown;
    while (error.getCause() != null
        && (error instanceof ExecutionException
            || error instanceof CompletionException
            || error.getClass() == KafkaException.class)) {
      error = error.getCause();
    }
    return error;
  }

  private static String describe(Throwable error) {
    String name = error.getClass().getSimpleName().replaceFirst("Exception$", "");
    return error.getMessage() == null ? name : name + ": " + error.getMessage();
  }
}
