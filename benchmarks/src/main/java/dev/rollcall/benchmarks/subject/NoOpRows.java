package dev.rollcall.benchmarks.subject;

import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.util.List;

/** Takes all rows and keeps none. */
record NoOpRows() implements RowTarget {

  @Override
  public String name() {
    return "no-op";
  }

  @Override
  public SinkPlan plan(Schema schema) {
    return new SinkPlan(name(), "none: rows are dropped", List.of(), List.of());
  }

  @Override
  public RowSink connect(Schema schema, DefinitionRegistry.Entry owner) {
    return new RowSink() {
      @Override
      public RowSink.Result write(List<RowSink.VersionedRow> rows) {
        return RowSink.Result.WRITTEN;
      }

      @Override
      public void close() {}
    };
  }
}
