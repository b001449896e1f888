package dev.rollcall.benchmarks.subject;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.accumulator.Accumulators;
import dev.rollcall.core.internal.aggregate.AggregateDocument;
import dev.rollcall.core.internal.aggregate.Aggregator;
import dev.rollcall.core.internal.aggregate.GroupTable;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.user.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The steps of core that a record goes through before the stores: flatten, aggregate, and the bytes
 * of the aggregates. Not threadsafe.
 */
public final class CoreSteps {

  private static final String PIPELINE = "bench";

  private final RecordType type = Users.recordType();
  private final Flattener flattener = Flattener.of(type);
  private final List<Aggregator> aggregators =
      GroupsPipeline.GROUPINGS.stream()
          .map(
              columns ->
                  Aggregator.of(GroupsPipeline.aggregation(columns), PIPELINE, type.schema()))
          .toList();
  private final Aggregator byUser =
      Aggregator.of(GroupsPipeline.aggregation(List.of("user_id")), PIPELINE, type.schema());
  private List<GroupTable<Accumulators>> groups = List.of();
  private GroupTable<Accumulators> users = table(byUser);

  /** With empty groups. */
  public CoreSteps() {
    clear();
  }

  /** The rows of a record: one, or as many as its envelope holds. */
  public List<Element> flatten(byte[] record, Instant recordTime) {
    List<Element> elements = flattener.flatten(record, recordTime);
    if (!(elements.get(0) instanceof Element.Accepted)) {
      throw new IllegalStateException("no row: " + elements.get(0));
    }
    return elements;
  }

  /** The row of a record that is one user. */
  public Row row(byte[] user, Instant recordTime) {
    return ((Element.Accepted) flatten(user, recordTime).get(0)).row();
  }

  /** Adds a row to the daily groups of three aggregations. */
  public void aggregate(Row row, Instant recordTime) {
    for (GroupTable<Accumulators> each : groups) {
      each.each(row, recordTime, row, Accumulators::add);
    }
  }

  /** Adds a row to the daily group of its user. */
  public void aggregateAlone(Row row, Instant recordTime) {
    users.each(row, recordTime, row, Accumulators::add);
  }

  /** Forgets all groups. */
  public void clear() {
    groups = aggregators.stream().map(CoreSteps::table).toList();
    users = table(byUser);
  }

  private static GroupTable<Accumulators> table(Aggregator aggregator) {
    return new GroupTable<>(aggregator, key -> aggregator.create());
  }

  /** The state of a group, as it is stored. */
  public record Document(AggregateDocument document) {

    /** Its bytes. */
    public byte[] write() {
      return document.encode();
    }
  }

  /** The state of every group of the first aggregation. */
  public List<Document> documents() {
    TreeMap<SourcePartition, Long> applied = new TreeMap<>();
    for (int partition = 0; partition < 4; partition++) {
      applied.put(new SourcePartition("users", partition), 1_000_000L + partition);
    }
    List<Document> documents = new ArrayList<>();
    groups
        .get(0)
        .forEach(
            (key, state) ->
                documents.add(
                    new Document(
                        new AggregateDocument(PIPELINE, 1, "fingerprint", applied, state))));
    return documents;
  }

  /** Reads the bytes of a document of the first aggregation. */
  public Document read(byte[] document) {
    return new Document(AggregateDocument.decode(document, aggregators.get(0)));
  }
}
