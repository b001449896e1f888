package dev.rollcall.kafka.erase;

import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.redrive.LetterStatus;
import dev.rollcall.kafka.redrive.LetterStatus.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a person in dead letters. What a re-drive would send decides: the letter of another
 * element of the same record sends that element alone, but that of a branch or of an item the whole
 * record. Not threadsafe.
 */
final class LetterSearch {

  /** Whose a text is. */
  private enum Whose {
    THEIRS,
    OF_OTHERS,
    UNIDENTIFIED
  }

  private final String topic;
  private final DeleteMessage person;
  private final Flattener flattener;
  private final ElementRedrive.Finder elements;
  private final List<LetterStatus> barred = new ArrayList<>();
  private final List<LetterStatus> unidentified = new ArrayList<>();
  private final Set<String> retained = new HashSet<>();
  private int sharedRecords;
  private long latest = -1;

  /**
   * Looks at letters of records of this topic.
   *
   * @param person the delete of the person, as this type reads it
   */
  LetterSearch(String topic, RecordType type, DeleteMessage person) {
    this.topic = topic;
    this.person = person;
    this.flattener = Flattener.of(type);
    // whether it may be sent is not asked here, but what would be
    this.elements = new ElementRedrive.Finder(type, true);
  }

  /** Takes note of a letter, and tells whether to bar it: a re-drive would send the person. */
  boolean bars(LetterStatus status) {
    byte[] value = status.letter().value();
    if (!status.letter().source().equals(topic)) {
      return false;
    }
    if (value != null) {
      return bars(status, value);
    }
    if (!isDone(status)) {
      lookAtKey(status);
    }
    return false;
  }

  private boolean bars(LetterStatus status, byte[] value) {
    DeadLetter letter = status.letter();
    boolean bars = false;
    if (status.state() != State.REDRIVEN) {
      ElementRedrive.Finder.Found element = elements.find(letter, status.stored().form(), value);
      byte[] sent = element.bytes() == null ? value : element.bytes();
      Whose whose = whose(letter, sent);
      if (whose == Whose.OF_OTHERS && element.bytes() == null && !isEnvelope(letter, value)) {
        whose = Whose.UNIDENTIFIED; // the type does not find the element: these are keys of others
      }
      bars = whose == Whose.THEIRS;
      sharedRecords += bars && holdsOthers(letter, sent) ? 1 : 0;
      // one that was barred by hand, since nobody can tell, is dealt with
      if (bars || whose == Whose.UNIDENTIFIED && status.state() != State.BARRED) {
        latest = Math.max(latest, letter.timestamp().toEpochMilli());
        (bars ? barred : unidentified).add(status);
      }
    }
    if ((!bars && !isDone(status) || status.stored().form() == 1)
        && whose(letter, value) == Whose.THEIRS) {
      retain(letter);
    }
    return bars;
  }

  /** A letter without payload is never sent, and holds the key of the message at most. */
  private void lookAtKey(LetterStatus status) {
    DeadLetter letter = status.letter();
    byte[] key = letter.key();
    if (key == null || key.length == 0) {
      return;
    }
    List<Element> read = flattener.flatten(record(letter, null));
    if (Arrays.equals(key, person.key())) {
      retain(letter);
    } else if (!read.isEmpty() && read.get(0) instanceof Element.Deleted other) {
      if (isPerson(other.key())) {
        retain(letter);
      }
    } else {
      unidentified.add(status);
    }
  }

  private boolean isEnvelope(DeadLetter letter, byte[] value) {
    List<Flattener.Place> places = flattener.locate(value);
    return letter.ordinal() < places.size() && places.get(letter.ordinal()).isEnvelope();
  }

  private void retain(DeadLetter letter) {
    retained.add(letter.partition() + "@" + letter.offset());
  }

  private static boolean isDone(LetterStatus status) {
    return status.state() == State.REDRIVEN || status.state() == State.BARRED;
  }

  private Whose whose(DeadLetter letter, byte[] json) {
    List<Optional<Row>> keys = flattener.keys(record(letter, json));
    if (keys.stream().flatMap(Optional::stream).anyMatch(this::isPerson)) {
      return Whose.THEIRS;
    }
    return keys.isEmpty() || keys.stream().anyMatch(Optional::isEmpty)
        ? Whose.UNIDENTIFIED
        : Whose.OF_OTHERS;
  }

  private boolean holdsOthers(DeadLetter letter, byte[] sent) {
    return flattener.keys(record(letter, sent)).stream()
        .anyMatch(key -> key.isEmpty() || !isPerson(key.get()));
  }

  private static SourceRecord record(DeadLetter letter, byte @Nullable [] json) {
    return new SourceRecord(
        letter.partition(),
        letter.source(),
        letter.offset(),
        letter.timestamp(),
        letter.key(),
        json,
        letter.attempt(),
        letter.headers());
  }

  private boolean isPerson(Row key) {
    return person.row().schema().keyNames().stream()
        .allMatch(name -> Objects.deepEquals(key.get(name), person.row().get(name)));
  }

  /** The latest time of a record that a letter may bring back, in ms since 1970; -1 for none. */
  long latest() {
    return latest;
  }

  /** What barring does to others, a line each. */
  List<String> limits() {
    return sharedRecords == 0
        ? List.of()
        : List.of(
            "%d of the barred letters would send a whole record that holds others beside the person, so what failed there of others is not sent again either: have its source send that anew, without the person"
                .formatted(sharedRecords));
  }

  Erasure.Letters result() {
    return new Erasure.Letters(barred, unidentified, retained.size());
  }
}
