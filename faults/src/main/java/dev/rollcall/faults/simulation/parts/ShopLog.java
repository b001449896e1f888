package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.parts.ShopMessage.Again;
import dev.rollcall.faults.simulation.parts.ShopMessage.Content;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run, which re-drives make longer. An order comes many times, in any partition, with
 * other lines each time; times are few, so many are equal, and no two records have one offset, as
 * what is newer would be open. Offsets stay below 1,000, so a write time in Cassandra orders as
 * time and offset do.
 */
final class ShopLog {

  static final int PARTITIONS = 2;
  static final long BEGIN = 1_767_225_600_000L;

  /** The messages of each partition, in the order of their offsets, which have gaps. */
  final List<List<ShopMessage>> messages = new ArrayList<>();

  /** The same as a source gives them. */
  final List<List<SourceRecord>> records = new ArrayList<>();

  private final Random random;
  private final boolean hasTwins;

  /**
   * A log.
   *
   * @param hasTwins whether a record may hold an order twice; a store by the cell, whose write
   *     times have no room for the place in a record, has no order for these
   */
  ShopLog(Random random, boolean hasTwins) {
    this.random = random;
    this.hasTwins = hasTwins;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      messages.add(new ArrayList<>());
      records.add(new ArrayList<>());
      int size = 3 + random.nextInt(8);
      for (int i = 0; i < size; i++) {
        append(partition, time(), content(), null, 1, List.of());
      }
    }
  }

  long time() {
    return BEGIN + random.nextInt(8);
  }

  private Content content() {
    int chance = random.nextInt(25);
    return chance == 0 ? Content.BROKEN : chance == 1 ? Content.NOTHING : Content.EVENTS;
  }

  private void append(
      int partition,
      long time,
      Content content,
      @Nullable Again again,
      int attempt,
      List<SourceRecord.Header> headers) {
    List<ShopEvent> events = content == Content.EVENTS ? events() : List.of();
    append(partition, time, content, events, again, attempt, headers);
  }

  private void append(
      int partition,
      long time,
      Content content,
      List<ShopEvent> events,
      @Nullable Again again,
      int attempt,
      List<SourceRecord.Header> headers) {
    int offset = messages.get(partition).size() * PARTITIONS + partition;
    ShopMessage message = new ShopMessage(partition, offset, time, content, events, again);
    messages.get(partition).add(message);
    records.get(partition).add(message.record(attempt, headers));
  }

  /** Sends events again, all of them or one element, in the partition they came in or another. */
  void again(
      ShopMessage sent,
      long time,
      List<ShopEvent> events,
      @Nullable Again again,
      int attempt,
      List<SourceRecord.Header> headers) {
    int partition = random.nextInt(4) == 0 ? random.nextInt(PARTITIONS) : sent.partition();
    append(partition, time, Content.EVENTS, events, again, attempt, headers);
  }

  /** The message of an offset. */
  ShopMessage message(int partition, long offset) {
    return messages.get(partition).get((int) offset / PARTITIONS);
  }

  /** Whether an order of this message has come again with a newer one. */
  boolean isNewer(ShopMessage than) {
    Set<String> ids = new HashSet<>();
    than.events().forEach(event -> ids.add(event.id()));
    return messages.stream()
        .flatMap(List::stream)
        .filter(other -> other.again() == null && other.time() > than.first().time())
        .flatMap(other -> other.events().stream())
        .anyMatch(event -> event.kind() == ShopEvent.Kind.ORDER && ids.contains(event.id()));
  }

  List<ShopEvent> events() {
    int size = random.nextInt(5) < 3 ? 1 : 2 + random.nextInt(2);
    List<ShopEvent> events = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    while (events.size() < size) {
      ShopEvent event = event();
      if (hasTwins || taken.add(event.kind() + event.id())) {
        events.add(event);
      }
    }
    return events;
  }

  private ShopEvent event() {
    int chance = random.nextInt(20);
    ShopEvent.Kind kind =
        chance < 15
            ? ShopEvent.Kind.ORDER
            : chance < 18 ? ShopEvent.Kind.REFUND : ShopEvent.Kind.CLICK;
    boolean deletes = kind == ShopEvent.Kind.ORDER && random.nextInt(8) == 0;
    int buyer = random.nextInt(12);
    String customer =
        buyer < 2 && !deletes ? null : buyer == 2 ? ShopEvent.FILTERED : "c" + buyer % 3;
    List<ShopEvent.Line> lines = new ArrayList<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      lines.add(new ShopEvent.Line("s" + random.nextInt(3), random.nextInt(8) == 0, hash()));
    }
    boolean isMissing = lines.isEmpty() && random.nextBoolean();
    return new ShopEvent(
        kind, "o" + random.nextInt(4), customer, deletes, isMissing ? null : lines, hash());
  }

  private long hash() {
    return random.nextLong() >> 16;
  }
}
