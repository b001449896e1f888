package dev.rollcall.kafka.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.kafka.redrive.RedriveWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Letters as the release before form 2 wrote them, byte for byte: what {@link RedriveWorld#GUESTS}
 * made of records of all shapes. The file is never changed.
 */
public final class FormerLetters {

  private static final String FILE = "letters-of-form-1.ndjson";

  private FormerLetters() {}

  /** The messages by the number and name of their case. */
  public static Map<String, ProducerRecord<byte[], byte[]>> messages() {
    Map<String, ProducerRecord<byte[], byte[]>> messages = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FormerLetters.class.getResourceAsStream(FILE)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode letter = json.readTree(line);
        ProducerRecord<byte[], byte[]> message =
            new ProducerRecord<>(
                "dead",
                0,
                letter.path("timestamp").asLong(),
                letter.path("key").binaryValue(),
                letter.path("value").binaryValue());
        for (JsonNode header : letter.path("headers")) {
          message.headers().add(header.path("name").asText(), header.path("value").binaryValue());
        }
        messages.put("%02d %s".formatted(messages.size(), letter.path("case").asText()), message);
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
