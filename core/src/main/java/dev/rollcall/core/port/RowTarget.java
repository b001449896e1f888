package dev.rollcall.core.port;

import dev.rollcall.core.record.Schema;
import java.io.Serializable;

/**
 * A serializable description of where rows go; part of a pipeline's definition. Holds addresses and
 * options, no live connection.
 */
public interface RowTarget extends Serializable {

  /** Short, unique within a pipeline: {@code cassandra:users_keyspace.user_table}. */
  String name();

  /** What it will do with rows of this schema. Touches no server. */
  SinkPlan plan(Schema schema);

  /**
   * The live sink. Connections are shared within a JVM by the sinks of one address. Makes the table
   * if the description says so.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if the stored table does not fit the
   *     schema
   */
  RowSink open(Schema schema);
}
