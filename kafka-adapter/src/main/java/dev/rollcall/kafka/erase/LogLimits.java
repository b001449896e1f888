package dev.rollcall.kafka.erase;

import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.TopicAdmin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.TopicConfig;

/** What the topic does with the person's records, and with the delete, a line each. */
final class LogLimits {

  private LogLimits() {}

  /**
   * What is to be said.
   *
   * @param message as the topic's type reads it
   * @param read as pipelines read it
   */
  static List<String> of(Admin admin, KafkaTopic topic, DeleteMessage message, Readings read) {
    List<String> limits = new ArrayList<>(read.limits());
    limits.addAll(ordered(message, read.deletes()));
    limits.add(
        "a record that arrives later with a later time brings the row back: stop what sends them");
    String policy = TopicAdmin.setting(admin, topic, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      limits.add(
          "the log keeps the person's records until it is compacted; those with another key than the delete's stay");
      if (message.isTombstone()) {
        limits.add(
            "compaction removes the delete too, %s ms later (delete.retention.ms): a pipeline that has not read it by then keeps the row"
                .formatted(
                    TopicAdmin.setting(admin, topic, TopicConfig.DELETE_RETENTION_MS_CONFIG)));
      }
    }
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      limits.add(
          "the log keeps the person's records until retention removes them (retention.ms=%s, retention.bytes=%s; -1 is never)"
              .formatted(
                  TopicAdmin.setting(admin, topic, TopicConfig.RETENTION_MS_CONFIG),
                  TopicAdmin.setting(admin, topic, TopicConfig.RETENTION_BYTES_CONFIG)));
      limits.add(
          "a pipeline that reads the log anew needs the delete in it: in the partition of the records, where it is if they have its key, it outlives them; elsewhere it may not");
    }
    limits.add(
        "in SQL and MongoDB the parts of a row that is deleted (partOf) are hidden by their view and stay in their table, personal columns too, until they are swept, as plan() of the pipeline says");
    limits.add(
        "what was counted stays counted; copies of the topic, tables and backups are not reached");
    return limits;
  }

  /** Where the time that the message is dated does not decide, but a value in it. */
  static List<String> ordered(DeleteMessage message, Map<String, DeleteMessage> pipelines) {
    Map<String, DeleteMessage> all = new LinkedHashMap<>(Map.of("this type", message));
    all.putAll(pipelines);
    List<String> limits = new ArrayList<>();
    all.forEach(
        (whose, read) -> {
          if (read.rowVersion() != null) {
            limits.add(
                "%s orders rows by a column of theirs: the delete wins over rows up to %s in it, whatever it is dated"
                    .formatted(whose, read.rowVersion()));
          }
        });
    return limits;
  }
}
