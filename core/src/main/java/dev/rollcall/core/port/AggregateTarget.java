package dev.rollcall.core.port;

import dev.rollcall.core.aggregate.Aggregation;
import java.io.Serializable;
import java.util.List;

/** A serializable description of where aggregates go; part of a pipeline's definition. */
public interface AggregateTarget extends Serializable {

  /** Short, for messages: {@code mongodb:users_db}. */
  String name();

  /** What it will do with these aggregations. Touches no server. */
  SinkPlan plan(List<Aggregation.Table> tables);

  /** The live store. Connections are shared within a JVM by the stores of one address. */
  AggregateStore open(List<Aggregation.Table> tables);
}
