package dev.rollcall.kafka.erase;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for a person in dead letters. What a re-drive would send decides: the letter of another
 * element of the same record sends that element alone. Not threadsafe.
 */
final class LetterSearch {

  /** Whose a text is. */
  private enum Whose {
    THEIRS,
    OF_OTHERS,
    UNTOLD
  }

  private final KafkaTopic topic;
  private final Row person;
  private final Flattener flattener;
  private final ElementRedrive.Finder elements;
  private final List<LetterStatus> barred = new ArrayList<>();
  private final List<LetterStatus> untold = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private long latest = -1;

  /**
   * Looks at letters of records of this topic.
   *
   * @param person the key columns, as the type reads them
   */
  LetterSearch(KafkaTopic topic, RecordType type, Row person) {
    this.topic = topic;
    this.person = person;
    this.flattener = Flattener.of(type);
    // whether it may be sent is not asked here, but what would be
    this.elements = new ElementRedrive.Finder(type, true);
  }

  void lookAt(List<LetterStatus> letters) {
    for (LetterStatus each : letters) {
      byte[] value = each.letter().value();
      if (each.letter().source().equals(topic.name()) && value != null) {
        lookAt(each, value);
      }
    }
  }

  private void lookAt(LetterStatus status, byte[] value) {
    DeadLetter letter = status.letter();
    boolean barredNow = false;
    if (status.state() != State.REDRIVEN) {
      latest = Math.max(latest, letter.timestamp().toEpochMilli());
      ElementRedrive.Finder.Found element = elements.find(letter, status.stored().form(), value);
      byte[] sent = element.bytes() == null ? value : element.bytes();
      switch (whose(sent, letter.timestamp())) {
        case THEIRS -> barredNow = barred.add(status);
        case UNTOLD -> untold.add(status);
        case OF_OTHERS -> {}
      }
    }
    boolean settled =
        barredNow || status.state() == State.REDRIVEN || status.state() == State.BARRED;
    if ((!settled || status.stored().form() == 1)
        && whose(value, letter.timestamp()) == Whose.THEIRS) {
      kept.add(letter.partition() + "@" + letter.offset());
    }
  }

  private Whose whose(byte[] json, Instant time) {
    List<Optional<Row>> keys = flattener.keys(json, time);
    if (keys.stream().flatMap(Optional::stream).anyMatch(this::isPerson)) {
      return Whose.THEIRS;
    }
    return keys.isEmpty() || keys.stream().anyMatch(Optional::isEmpty)
        ? Whose.UNTOLD
        : Whose.OF_OTHERS;
  }

  private boolean isPerson(Row key) {
    return person.schema().keyNames().stream()
        .map(name -> person.schema().position(name))
        .allMatch(at -> Objects.deepEquals(key.get(at), person.get(at)));
  }

  /** Those of which a re-drive would send the person. */
  List<LetterStatus> toBar() {
    return barred;
  }

  /** The latest time of a record that a letter may bring back, in ms since 1970; -1 for none. */
  long latest() {
    return latest;
  }

  Erasure.Letters result() {
    return new Erasure.Letters(barred, untold, kept.size());
  }
}
