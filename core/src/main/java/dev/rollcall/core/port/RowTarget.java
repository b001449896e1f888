package dev.rollcall.core.port;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.List;

/**
 * A serializable description of where rows go; part of a pipeline's definition. Holds addresses and
 * options, no live connection.
 */
public interface RowTarget extends Serializable {

  /** Short, without an address: {@code cassandra:users_keyspace.user_table}. */
  String name();

  /**
   * The name and where the target is, without credentials: {@code
   * cassandra:users_keyspace.user_table@db1:9042}. Tells two targets of one name apart; the name of
   * a sink in a pipeline without such a pair stays {@link #name}. Default: {@link #name}.
   */
  default String qualifiedName() {
    return name();
  }

  /** Whether several pipelines write it on purpose. */
  default boolean isShared() {
    return false;
  }

  /** What it will do with rows of this schema. Touches no server. */
  SinkPlan plan(Schema schema);

  /**
   * What it will do with rows of this schema and with deletes of them: beside {@link
   * #plan(Schema)}, how what is live is read, and what the store keeps of a delete. Touches no
   * server. Default: for targets that take no deletes.
   */
  default SinkPlan planWithDeletes(Schema schema) {
    return plan(schema).with(List.of(), "takes no deletes: the run will be refused");
  }

  /**
   * Rows of another branch and where they are stored.
   *
   * @param schema as that target has them
   */
  record Stored(RowTarget target, Schema schema) {}

  /**
   * What it will do with rows that are parts of others: beside what the plan says, how those that
   * are live are read. Touches no server.
   *
   * @param plan what is said of rows of this schema
   * @param wholes where the rows are stored of which these are parts; each key here begins with
   *     theirs
   * @throws ConfigurationException if it cannot tell which parts are live, with the remedy; by
   *     default
   */
  default SinkPlan planParts(SinkPlan plan, Schema schema, List<Stored> wholes) {
    throw new ConfigurationException(
        "this target cannot tell which parts are live (partOf); write them to one that can, or implement RowTarget.planParts and RowSink.removeParts");
  }

  /**
   * The live sink. Connections are shared within a JVM by the sinks of one address. Makes the table
   * if the description says so. Enters no definition: an engine does so once all ports are there.
   *
   * @param owner the definition that will write, for messages
   * @throws dev.rollcall.core.error.ConfigurationException if the stored table does not fit the
   *     schema
   */
  RowSink connect(Schema schema, DefinitionRegistry.Entry owner);

  /**
   * The live sink, with the definition entered that will write to it.
   *
   * @throws dev.rollcall.core.error.ConfigurationException as {@link #connect}, and if the target
   *     belongs to a higher version or to another pipeline
   */
  default RowSink open(Schema schema, DefinitionRegistry.Entry owner) {
    RowSink sink = connect(schema, owner);
    try {
      sink.definitions().enter(this, owner);
      return sink;
    } catch (RuntimeException | Error refused) {
      sink.close();
      throw refused;
    }
  }
}
