package dev.rollcall.cassandra;

import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.SinkPlan;
import dev.rollcall.core.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes what a target will do, for {@code plan()}. */
final class CassandraPlan {

  private CassandraPlan() {}

  static SinkPlan of(String name, TableCql cql, Schema schema) {
    TableOptions options = cql.options();
    return new SinkPlan(
        name,
        "exactly-once effect: a row is an upsert by "
            + String.join(", ", cql.primaryKey(schema))
            + " that bears its record's time as write timestamp, so a replay writes the same cells"
            + " again and an older row never covers a newer one"
            + (options.mergeByColumn() ? ", column by column" : "")
            + "; written means acknowledged at "
            + options.consistency(),
        cql.ddl(schema),
        notes(cql, schema));
  }

  private static List<String> notes(TableCql cql, Schema schema) {
    TableOptions options = cql.options();
    List<String> notes = new ArrayList<>();
    notes.add(
        "The write timestamp is the record's time in ms · 1000 + its offset mod 1000, in"
            + " microseconds as Cassandra has it; it never depends on the clock of a writer. Where"
            + " the type names a rowVersion column, the time in it stands in place of the record's,"
            + " here and below. There is no room for both: of equal times in that column a delete"
            + " wins, and of two rows in different flushes the one of the higher offset mod 1000,"
            + " which is as good as either; take a column that differs from change to change.");
    notes.add(
        "Rows of one key in one flush are resolved before they get here. Between flushes, two"
            + " records of one key in the same millisecond are ordered by their offset mod 1000:"
            + " that is wrong if a multiple of 1000 lies between the offsets (999 and 1000), and if"
            + " the two are equal (offsets a multiple of 1000 apart, or equal offsets of two"
            + " partitions) Cassandra decides cell by cell. Records of one key that are at least a"
            + " millisecond apart are never ambiguous. An insert does not tell whether a newer row"
            + " is there, so none is counted as outdated.");
    if (!options.partition().isEmpty()) {
      notes.add(
          "A partition of Cassandra holds the rows that agree in "
              + String.join(", ", options.partition())
              + (schema.keyNames().containsAll(options.partition())
                  ? "."
                  : ". Make them of what never changes of a row: a newer version that stands in another"
                      + " partition does not replace the older one."));
    }
    notes.add(
        String.format(
            Locale.ROOT,
            "Cassandra takes at most %,d bytes of %s%s; a row with more is refused.",
            KeySizes.MOST_BYTES,
            String.join(", ", cql.partitionKey(schema)),
            cql.partitionKey(schema).size() == 1 ? "" : " together, with 3 more for each of them"));
    notes.add(
        options.mergeByColumn()
            ? "Nulls are left out: an older value of such a column stays. A column cannot be emptied."
            : "Nulls are written as tombstones, so that no older cell shines through; Cassandra drops"
                + " them after the table's gc_grace_seconds (10 days, if not set): a replay of older"
                + " records shows old values until it reaches the newest of the key.");
    if (options.ttl() != null) {
      notes.add(
          "A row expires "
              + options.ttl()
              + " after the time of its version, to the second, whenever it is written; a row that is past"
              + " it counts as accepted and is not written. Only here the writer's clock is read.");
    } else {
      notes.add(
          "No time to live is set here; a default_time_to_live of the table counts from the"
              + " writing, not from the record.");
    }
    notes.add(definitions(cql));
    if (options.autoCreate()) {
      notes.add(
          "Keyspace and tables are made if they are missing, with a replication factor of "
              + options.replicationFactor()
              + (options.replicationFactor() == 1
                  ? ": one copy, lost with its node; say replicationFactor(3) outside of trials."
                  : " in every datacenter."));
    } else {
      notes.add("Keyspace and tables must be there; autoCreate() would make them.");
    }
    notes.add(
        options.evolve() && !cql.addable(schema).isEmpty()
            ? "Adds missing nullable columns to a table that is there, those of: "
                + cql.addColumns(cql.addable(schema))
            : "A table that is there is never altered; evolve() would add missing columns.");
    return notes;
  }

  /** What a delete is, and its limits. */
  static String[] deletes() {
    return new String[] {
      "A delete is a DELETE of the row with the write timestamp that its row would have had: older"
          + " cells go whenever they come, newer ones stay.",
      "A delete and a row of one key in the same millisecond are ordered by their offset mod 1000:"
          + " wrong if a multiple of 1000 lies between the offsets; where the two are equal, the"
          + " delete wins.",
      "Cassandra forgets a delete after the table's gc_grace_seconds (10 days, if not set): a replay"
          + " after that which does not reach the delete itself brings the row back.",
      "A row whose time lies ahead is not deleted by what comes before that time."
    };
  }

  private static String definitions(TableCql cql) {
    String kept = TableCql.qualified(cql.keyspace(), DefinitionRegistry.NAME);
    return (cql.options().shared()
            ? "Several pipelines may write this table, each with one version of its definition:"
            : "One version of one definition writes this table:")
        + " a row does not tell which wrote it, and a replay by a corrected one would have equal"
        + " write timestamps, where Cassandra keeps the greater value of each cell. Which it is"
        + " stands in "
        + kept
        + ", on which the user needs SELECT and MODIFY; another version is refused at the opening,"
        + " with what to do: another table and a switch, or TRUNCATE and a replay.";
  }
}
