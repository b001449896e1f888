package dev.rollcall.kafka.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.CompactedLog;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The progress of a load, stored as one small JSON message:
 *
 * <pre>{@code {"version":1,"pages":12,"records":1200,"done":false}}</pre>
 *
 * @param pages how many pages are committed; the next page has this number
 * @param records how many records they hold
 * @param done whether the load is finished
 */
record LoadProgress(long pages, long records, boolean done) {

  static final LoadProgress NONE = new LoadProgress(0, 0, false);

  /** The compacted topic that keeps the progress of all loads of a cluster: {@value}. */
  static final String LOG = "rollcall.loads";

  LoadProgress withPage(int pageRecords) {
    return new LoadProgress(pages + 1, records + pageRecords, false);
  }

  LoadProgress finished() {
    return new LoadProgress(pages, records, true);
  }

  byte[] toBytes() {
    String json =
        "{\"version\":1,\"pages\":%d,\"records\":%d,\"done\":%b}".formatted(pages, records, done);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  static LoadProgress parse(String where, byte[] bytes) {
    JsonNode json =
        CompactedLog.parse(
            where + ": the stored progress",
            bytes,
            found -> found.path("pages").isIntegralNumber());
    return new LoadProgress(
        json.path("pages").asLong(), json.path("records").asLong(), json.path("done").asBoolean());
  }

  /** The log of loads on the cluster of the topic that is loaded. */
  static CompactedLog log(KafkaTopic loaded) {
    return new CompactedLog(
        loaded.sibling(LOG), "a load whose progress is deleted would run twice");
  }

  /** The message that stores this progress under the load's key. */
  ProducerRecord<byte[], byte[]> message(String key) {
    return CompactedLog.message(LOG, key, toBytes());
  }

  /**
   * The committed progress of a load, as of now.
   *
   * @param where for messages: which load
   */
  static LoadProgress read(String where, CompactedLog log, String key) {
    byte[] stored = log.read().get(key);
    return stored == null ? NONE : parse(where, stored);
  }
}
