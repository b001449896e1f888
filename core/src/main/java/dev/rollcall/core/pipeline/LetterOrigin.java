package dev.rollcall.core.pipeline;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Sha256;
import dev.rollcall.core.record.SourceRecord;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record, and what the letters of its elements say of it: looked up once however many there are,
 * and not at all if there are none. Not threadsafe.
 */
final class LetterOrigin {

  private static final byte[] NOTHING = {};

  private final SourceRecord record;
  private final Flattener flattener;
  private @Nullable String sha256;
  private @Nullable List<ElementPlaces.Place> places;

  LetterOrigin(SourceRecord record, Flattener flattener) {
    this.record = record;
    this.flattener = flattener;
  }

  SourceRecord record() {
    return record;
  }

  DeadLetter letter(
      int ordinal, DeadLetter.Stage stage, String sink, String reasonClass, String reason) {
    byte[] value = record.value() == null ? NOTHING : record.value();
    String hash = sha256 == null ? Sha256.hex(value) : sha256;
    sha256 = hash;
    List<ElementPlaces.Place> known = places == null ? ElementPlaces.of(flattener, value) : places;
    places = known;
    String path = "";
    String elementSha256 = "";
    if (known.isEmpty() && ordinal == 0) {
      // it cannot be taken apart, and stands for all its elements
      path = "$";
      elementSha256 = hash;
    } else if (ordinal < known.size()) {
      ElementPlaces.Place place = known.get(ordinal);
      path = place.path();
      elementSha256 = Sha256.hex(Arrays.copyOfRange(value, place.from(), place.to()));
    }
    return new DeadLetter(
        record.partition(),
        record.source(),
        record.offset(),
        ordinal,
        stage,
        sink,
        reasonClass,
        reason + "; " + record.position() + "#" + ordinal,
        record.attempt(),
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers(),
        hash,
        path,
        elementSha256,
        "");
  }
}
