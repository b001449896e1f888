package dev.rollcall.kafka.erase;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.Pipeline.DeleteReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How pipelines read the delete.
 *
 * @param deletes as it is read, by the pipeline and the branch
 * @param limits the branches that keep the row, a line each
 */
record Readings(Map<String, DeleteMessage> deletes, List<String> limits) {

  /**
   * Reads it as each branch of each pipeline would.
   *
   * @throws ConfigurationException if one has no branch that takes it for a delete
   */
  static Readings of(List<Pipeline> pipelines, String topic, DeleteMessage message) {
    Map<String, DeleteMessage> deletes = new LinkedHashMap<>();
    List<String> limits = new ArrayList<>();
    for (Pipeline pipeline : pipelines) {
      List<DeleteReading> all = pipeline.readings(topic, message);
      if (all.stream().allMatch(each -> each.delete().isEmpty())) {
        throw new ConfigurationException(
            "pipeline '%s' would not take the message for a delete: %s"
                .formatted(
                    pipeline.name(),
                    all.stream()
                        .map(each -> named("", "branch '%s': ", each) + each.refusal())
                        .collect(Collectors.joining("; "))));
      }
      for (DeleteReading each : all) {
        String whose = named("pipeline '" + pipeline.name() + "'", ", branch '%s'", each);
        each.delete().ifPresent(delete -> deletes.put(whose, delete));
        if (each.keepsRow()) {
          limits.add(
              "%s keeps its row of this key, for it does not take the message for a delete (%s): erase there with one that it takes, or delete the row by hand"
                  .formatted(whose, each.refusal()));
        }
      }
    }
    return new Readings(deletes, limits);
  }

  private static String named(String pipeline, String branch, DeleteReading reading) {
    return pipeline + (reading.branch().isEmpty() ? "" : branch.formatted(reading.branch()));
  }
}
