package dev.rollcall.cli.letters;

import dev.rollcall.cassandra.CassandraTable;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.system.PseudonymKey;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.HmacKey;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.examples.ProfileAnalytics;
import dev.rollcall.mongo.MongoAggregates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Builds profile-analytics, the one pipeline whose rows the command can send back to its table. */
final class RedrivePipeline {

  private RedrivePipeline() {}

  /**
   * The definition over the Cassandra that {@code ROLLCALL_CASSANDRA} names; opens nothing. Null if
   * it names none, or there is no key of the pseudonyms.
   */
  static @Nullable Pipeline pipeline(
      Console console, DeadLetterTarget letters, @Nullable Path hmacKey) {
    String cassandra = console.environment().getOrDefault("ROLLCALL_CASSANDRA", "");
    Path key = hmacKey == null ? kept(console) : hmacKey;
    if (hmacKey != null && !Files.isReadable(hmacKey)) {
      throw new ConfigurationException("--hmac-key: cannot read '" + hmacKey + "'");
    }
    if (cassandra.isEmpty() || !Files.isReadable(key)) {
      return null;
    }
    String[] parts = cassandra.split("/", 2);
    CassandraTable table = ProfileAnalytics.userTable().contactPoint(parts[0]);
    return ProfileAnalytics.pipeline(
        parts.length == 2 ? table.localDatacenter(parts[1]) : table,
        MongoAggregates.database("users_db"),
        letters,
        read(key));
  }

  private static Path kept(Console console) {
    return PseudonymKey.file(console.home().resolve("demo"));
  }

  private static HmacKey read(Path file) {
    try {
      return HmacKey.ofHex(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigurationException("--hmac-key: cannot read '" + file + "'");
    }
  }
}
