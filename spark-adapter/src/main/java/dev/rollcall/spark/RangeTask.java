package dev.rollcall.spark;

import dev.rollcall.core.internal.process.FlushResult;
import dev.rollcall.core.internal.process.PartialAggregates;
import dev.rollcall.core.record.SourceRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * One task: a range of one topic partition, in offset order, through the pipeline. Its rows and
 * letters are stored then. It returns its accounts as a {@link FlushResult}, none for an empty
 * range, so that a task that Spark runs again counts once; and what it adds to the aggregates, by
 * the {@link DocumentTask} that merges it, since each document is written by one.
 *
 * @param merging how many of those there are; 0 without aggregates
 */
record RangeTask(SparkJob job, KafkaRows rows, int merging)
    implements PairFlatMapFunction<Iterator<InternalRow>, Integer, byte[]> {

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<InternalRow> range) {
    return job.run().call(() -> process(range)).iterator();
  }

  private List<Tuple2<Integer, byte[]>> process(Iterator<InternalRow> messages) {
    if (!messages.hasNext()) {
      return List.of();
    }
    KafkaRows.Records records = rows.records(job);
    SourceRecord first = record(records, messages.next());
    try (RangeProcessor range = RangeProcessor.at(first, job)) {
      range.process(first);
      while (messages.hasNext()) {
        range.process(record(records, messages.next()));
      }
      List<Tuple2<Integer, byte[]>> passed = new ArrayList<>();
      passed.add(new Tuple2<>(0, TaskBytes.of(range.end())));
      byTask(range.parts())
          .forEach((task, parts) -> passed.add(new Tuple2<>(task, TaskBytes.of(parts))));
      return passed;
    }
  }

  private Map<Integer, ArrayList<PartialAggregates.Part>> byTask(
      List<PartialAggregates.Part> parts) {
    Map<Integer, ArrayList<PartialAggregates.Part>> byTask = new TreeMap<>();
    for (PartialAggregates.Part part : parts) {
      // of the key's text: what else is in it has other hashes in other JVMs
      int task = Math.floorMod(part.key().id().hashCode(), merging);
      byTask.computeIfAbsent(task, any -> new ArrayList<>()).add(part);
    }
    return byTask;
  }

  private SourceRecord record(KafkaRows.Records records, InternalRow message) {
    SourceRecord record = records.record(message);
    job.topics().requireForeign(record);
    return record;
  }
}
