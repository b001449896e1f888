package dev.rollcall.cli.produce;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Brings pages of records into a topic, in transactions with the load's progress: a load that is
 * run again, or was killed, goes on after its last committed page.
 *
 * @param id the same for the same records
 * @param what is loaded, for the progress: {@code users}
 * @param done how much of the total a load has done
 * @param total of the progress
 * @param pages gives, lazily, the pages from this number on, the first being 0
 */
public record PagedLoad(
    String id,
    String what,
    ToLongFunction<KafkaLoad> done,
    long total,
    LongFunction<Stream<List<LoadRecord>>> pages)
    implements Load {

  @Override
  public Loaded into(KafkaTopic topic, Progress progress) {
    try (KafkaLoad load = KafkaLoad.open(topic, id)) {
      long before = load.recordsDone();
      if (before > 0) {
        progress.say(
            "%,d records of this load are in Kafka already; nothing is loaded twice"
                .formatted(before));
      }
      try (Stream<List<LoadRecord>> left = pages.apply(load.pagesDone())) {
        Iterator<List<LoadRecord>> each = left.iterator();
        for (long page = load.pagesDone(); each.hasNext(); page++) {
          load.page(page, each.next());
          progress.step("Loading " + what + " into Kafka", done.applyAsLong(load), total);
        }
      }
      load.finish();
      return new Loaded(id, load.recordsDone(), load.recordsDone() - before);
    }
  }
}
