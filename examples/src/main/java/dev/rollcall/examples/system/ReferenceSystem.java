package dev.rollcall.examples.system;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.examples.command.Progress;
import dev.rollcall.examples.produce.Loaded;
import dev.rollcall.examples.produce.UserLoad;
import dev.rollcall.examples.produce.UserOrigin;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.testkit.server.Servers;
import java.util.List;
import java.util.Set;

/** A whole small system: what it reads, where that goes, and what must be there in the end. */
interface ReferenceSystem {

  /** As the command calls it: {@code created-users}. */
  String name();

  /** In a sentence. */
  String title();

  /** The topic it reads. */
  String topic();

  /** The servers it needs. */
  Set<Servers.Kind> servers();

  /**
   * The same over another database.
   *
   * @throws ConfigurationException if it has no choice
   */
  default ReferenceSystem over(SqlStore store) {
    throw new ConfigurationException(
        "--store: got '"
            + store.option()
            + "', but "
            + name()
            + " has no choice of stores; leave --store out, or run commerce-analytics");
  }

  /** Brings what it reads into the topic; what is there already is not loaded twice. */
  default Loaded load(UserOrigin origin, KafkaTopic topic, Progress progress) {
    return origin.load(new UserLoad(topic, progress));
  }

  /** The definition over these stores. */
  Pipeline pipeline(Stores stores);

  /** Reads the tables back and compares them with the topic, by other means than the pipeline. */
  List<Check> check(Stores stores, KafkaTopic topic);
}
