package dev.rollcall.cli.produce;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.kafka.KafkaTopic;

/** Records whose files are checked, to be brought into a topic. */
@FunctionalInterface
public interface Load {

  /** Brings them; what is there already is not loaded twice. */
  Loaded into(KafkaTopic topic, Progress progress);
}
