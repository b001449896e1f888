package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.CompactedLog;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The stored state of a letter's re-drive.
 *
 * <pre>{@code {"version":1,"done":true,"attempt":2,"to":"users"}}</pre>
 *
 * A letter that must never be sent has {@code "barred":true}, too; earlier releases take it for one
 * that was re-driven.
 *
 * @param done whether it is settled for good: re-driven or barred; if not, its sink refused it
 *     again
 * @param attempt how often the letter's element was tried, this re-drive included
 * @param to the topic or the sink; "" if it is barred
 * @param barred whether it holds a person who was erased
 */
record RedriveMark(boolean done, int attempt, String to, boolean barred) {

  /** The compacted topic that keeps the marks of all letters of a cluster, by id: {@value}. */
  static final String LOG = "rollcall.redrives";

  private static final ObjectMapper JSON = new ObjectMapper();

  RedriveMark(boolean done, int attempt, String to) {
    this(done, attempt, to, false);
  }

  /** The mark of a letter that must never be sent. */
  static RedriveMark ofBarred(int attempt) {
    return new RedriveMark(true, attempt, "", true);
  }

  byte[] toBytes() {
    ObjectNode json =
        JSON.createObjectNode()
            .put("version", 1)
            .put("done", done)
            .put("attempt", attempt)
            .put("to", to);
    return (barred ? json.put("barred", true) : json).toString().getBytes(UTF_8);
  }

  static RedriveMark parse(String where, byte[] bytes) {
    JsonNode json =
        CompactedLog.parse(
            where + ": a mark of a re-drive", bytes, found -> found.path("done").isBoolean());
    return new RedriveMark(
        json.path("done").asBoolean(),
        json.path("attempt").asInt(1),
        json.path("to").asText(),
        json.path("barred").asBoolean());
  }

  /** The log of re-drives on the cluster of this topic. */
  static CompactedLog log(KafkaTopic deadLetters) {
    return new CompactedLog(
        deadLetters.sibling(LOG), "a letter whose mark is deleted would be sent twice");
  }

  /** The message that stores this mark. */
  ProducerRecord<byte[], byte[]> message(String letterId) {
    return CompactedLog.message(LOG, letterId, toBytes());
  }

  /** All marks committed by now, by letter id; none if the log does not exist. */
  static Map<String, RedriveMark> readAll(CompactedLog log) {
    Map<String, RedriveMark> marks = new HashMap<>();
    if (log.exists()) {
      log.read().forEach((letterId, value) -> marks.put(letterId, parse(log.place(), value)));
    }
    return marks;
  }

  /** The ids of all letters that were re-driven for good, or barred. */
  static Set<String> redriven(CompactedLog log) {
    Map<String, RedriveMark> marks = readAll(log);
    marks.values().removeIf(mark -> !mark.done());
    return marks.keySet();
  }
}
