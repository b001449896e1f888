package dev.rollcall.kafka.erase;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names what aggregations keep of a person: values of personal columns and of the key. */
final class KeptFigures {

  private final Schema schema;
  private final List<String> lines = new ArrayList<>();

  private KeptFigures(Schema schema) {
    this.schema = schema;
  }

  /** A line for each measure or group that keeps such values. */
  static List<String> of(Pipeline pipeline) {
    List<String> lines = new ArrayList<>();
    for (Pipeline.Branch branch : pipeline.branches()) {
      KeptFigures kept = new KeptFigures(branch.schema());
      branch.aggregations().forEach(kept::look);
      lines.addAll(kept.lines);
    }
    return lines;
  }

  private void look(Aggregation aggregation) {
    for (String column : aggregation.groupBy()) {
      if (isPersonal(column)) {
        lines.add(
            "%s is grouped by '%s': its groups are values".formatted(aggregation.name(), column));
      }
    }
    for (Measure measure : aggregation.measures()) {
      String column = measure.column();
      String what =
          switch (measure.kind()) {
            case MIN, MAX, QUANTILE -> "values";
            case DISTINCT -> "hashes of values";
            case COUNT, SUM, MEAN, RATIO -> "";
          };
      if (!what.isEmpty()) {
        kept(aggregation, measure, what, column);
      }
      kept(aggregation, measure, "hashes of values", measure.oncePer());
    }
  }

  private void kept(
      Aggregation aggregation, Measure measure, String what, @Nullable String column) {
    if (column != null && isPersonal(column)) {
      lines.add(
          "%s keeps %s of '%s' for %s".formatted(aggregation.name(), what, column, measure.name()));
    }
  }

  private boolean isPersonal(String name) {
    @Nullable Column column =
        schema.columns().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    return schema.keyNames().contains(name)
        || column != null && column.sensitivity() == Column.Sensitivity.PERSONAL;
  }
}
