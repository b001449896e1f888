package dev.rollcall.spark;

import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.process.AggregateMerges;
import dev.rollcall.core.internal.process.MergeWaits;
import dev.rollcall.core.internal.process.PartialAggregates;
import dev.rollcall.core.internal.process.SupersededException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.SharedResources.Lease;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * One task: merges what all ranges of a batch add to some documents, with one write for each. It
 * passes the accounts of ranges on. A task that Spark runs again leaves out what its documents hold
 * by then.
 */
record DocumentTask(SparkJob job)
    implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, byte[]> {

  /**
   * What came of it.
   *
   * @param targets the time in calls per target
   * @param superseded why the batch has to be read again; empty if it is merged
   */
  record Merged(TreeMap<String, Duration> targets, String superseded) implements Serializable {}

  @Override
  public Iterator<byte[]> call(Iterator<Tuple2<Integer, byte[]>> passed) {
    return job.run().call(() -> merge(passed)).iterator();
  }

  private List<byte[]> merge(Iterator<Tuple2<Integer, byte[]>> passed) {
    List<byte[]> results = new ArrayList<>();
    List<PartialAggregates.Part> parts = new ArrayList<>();
    while (passed.hasNext()) {
      byte[] bytes = passed.next()._2();
      if (TaskBytes.read(bytes) instanceof List<?> some) {
        some.forEach(part -> parts.add((PartialAggregates.Part) part));
      } else {
        results.add(bytes);
      }
    }
    if (!parts.isEmpty()) {
      results.add(TaskBytes.of(merged(parts)));
    }
    return results;
  }

  private Merged merged(List<PartialAggregates.Part> parts) {
    try (Lease<ExecutorPorts> ports = ExecutorPorts.acquire(job)) {
      // nothing is stored of a topic that was created again under its name
      job.identities().forEach(ports.get().guard()::requireSame);
      AggregateStore store = ports.get().stores().aggregates();
      AggregateMerges merges =
          new AggregateMerges(CompiledPipeline.of(job.pipeline()), store, MergeWaits.DEFAULT);
      Map<String, Duration> targets = merges.mergeParts(parts);
      return new Merged(new TreeMap<>(targets), "");
    } catch (SupersededException e) {
      return new Merged(new TreeMap<>(), Objects.requireNonNull(e.getMessage()));
    } catch (RuntimeException e) {
      throw TaskFailures.at("aggregates of pipeline '" + job.pipeline().name() + "'", e);
    }
  }
}
