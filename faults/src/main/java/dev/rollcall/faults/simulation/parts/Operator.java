package dev.rollcall.faults.simulation.parts;

import dev.rollcall.core.internal.process.OnlyElement;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.faults.simulation.parts.PartsWorld.Fault;
import dev.rollcall.faults.simulation.parts.ShopMessage.Again;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends letters again, repaired or not: the record whole, with the header that says which element
 * is meant, or as a new message what belongs to no branch.
 */
final class Operator {

  private static final int MOST = 8;

  private final PartsWorld world;
  private final Set<String> sent = new HashSet<>();
  private int times;

  Operator(PartsWorld world) {
    this.world = world;
  }

  /** Sends one or two of the letters that are there, perhaps again. */
  void sendSomeAgain() {
    List<String> there = List.copyOf(world.letters.keySet());
    for (int left = 1 + world.random.nextInt(2); left > 0 && !there.isEmpty(); left--) {
      send(there.get(world.random.nextInt(there.size())), world.chance(0.75));
    }
  }

  /** Sends most of those that were not sent yet. */
  void sendMostAgain() {
    times = 0;
    for (String key : List.copyOf(world.letters.keySet())) {
      if (!sent.contains(key) && world.chance(0.8)) {
        send(key, true);
      }
    }
  }

  private void send(String key, boolean isRepaired) {
    DeadLetter letter = world.letters.get(key);
    if (letter == null || times++ >= MOST) {
      return;
    }
    if (!sent.add(key)) {
      world.hit(Fault.SENT_AGAIN_TWICE);
    }
    ShopMessage message = world.log.message(letter.partition().partition(), letter.offset());
    if (!Arrays.equals(letter.value(), message.record(1, List.of()).value())) {
      world.violations.add("letter " + key + ": not the bytes of its record");
    }
    String branch = letter.element().branch();
    long time =
        world.bug == PartsBug.REDRIVE_HAS_ITS_OWN_TIME
            ? world.log.time()
            : letter.timestamp().toEpochMilli();
    if (branch.isEmpty()) {
      List<ShopEvent> events =
          message.events().isEmpty()
              ? world.log.events()
              : List.of(message.events().get(letter.ordinal()));
      world.log.again(message, time, events, null, letter.attempt() + 1, List.of());
      return;
    }
    world.hit(branch.equals(ShopDefinition.LINES) ? Fault.LINE_SENT_AGAIN : Fault.ORDER_SENT_AGAIN);
    if (world.log.isNewer(message)) {
      world.hit(Fault.SENT_AGAIN_AFTER_A_CHANGE);
    }
    OnlyElement only =
        world.bug == PartsBug.SECOND_REDRIVE_FORGETS_THE_FIRST
            ? new OnlyElement(
                letter.element().definition(), letter.offset(), letter.ordinal(), branch)
            : OnlyElement.of(letter);
    world.log.again(
        message,
        time,
        isRepaired ? message.events().stream().map(ShopEvent::repaired).toList() : message.events(),
        new Again(message.first(), branch, letter.ordinal()),
        letter.attempt() + 1,
        List.of(new SourceRecord.Header(OnlyElement.HEADER, only.value())));
  }
}
