package dev.rollcall.kafka.load;

import dev.rollcall.kafka.FreshTopics;
import dev.rollcall.kafka.KafkaTopic;

/**
 * A load in a JVM of its own, to be killed: servers, topic, load id, pages and records per page.
 * Prints a line after each page.
 */
final class LoadProcess {

  private LoadProcess() {}

  public static void main(String[] args) {
    KafkaTopic topic = KafkaTopic.named(args[1]).bootstrapServers(args[0]);
    long pages = Long.parseLong(args[3]);
    int records = Integer.parseInt(args[4]);
    try (KafkaLoad load = KafkaLoad.open(topic, args[2])) {
      for (long page = load.pagesDone(); page < pages; page++) {
        load.page(page, FreshTopics.page(args[2], page, records));
        System.out.println("page " + page);
      }
      load.finish();
    }
  }
}
