package dev.rollcall.core.pipeline;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.decode.ElementBytes;
import dev.rollcall.core.internal.decode.FormerElementBytes;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Sha256;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extracts the elements of letters from their records; parses a record once for letters that follow
 * one another. The ordinal of a letter of form 1 follows the counting of its time. Not threadsafe.
 */
public final class RedriveElements {

  /**
   * An element, or why it cannot be sent.
   *
   * @param bytes the element as it can be sent alone, or null
   * @param refusal why it cannot; "" if it can
   */
  public record Found(byte @Nullable [] bytes, String refusal) {

    // not the compact form: javac leaves the annotations of its parameters out of the class file
    public Found(byte @Nullable [] bytes, String refusal) {
      this.bytes = bytes;
      this.refusal = refusal;
    }
  }

  private final Flattener flattener;
  private final FormerElementBytes former;
  private final boolean noEarlierVersion;
  private byte @Nullable [] record;
  private List<Flattener.Place> places = List.of();

  /**
   * For records of this type.
   *
   * @param noEarlierVersion whether no version of Rollcall that counted elements otherwise has
   *     processed them
   */
  public RedriveElements(RecordType type, boolean noEarlierVersion) {
    this.flattener = Flattener.of(type);
    this.former = new FormerElementBytes(type);
    this.noEarlierVersion = noEarlierVersion;
  }

  /**
   * Finds the element of a letter in its record.
   *
   * @param form the form in which the letter is stored, from 1
   * @param json the record's bytes
   */
  public Found find(DeadLetter letter, int form, byte[] json) {
    if (letter.stage() == DeadLetter.Stage.DECODE) {
      // the letter stands for the whole record, whatever can be read of it by now
      return new Found(json, "");
    }
    int ordinal = letter.ordinal();
    if (form == 1) {
      return former
          .find(json, ordinal)
          .map(alone -> new Found(alone, ""))
          .orElseGet(() -> ambiguous(ordinal));
    }
    if (record != json) {
      record = json;
      places = flattener.locate(json);
    }
    if (ordinal >= places.size()) {
      return places.isEmpty() && ordinal == 0 ? new Found(json, "") : ambiguous(ordinal);
    }
    Flattener.Place place = places.get(ordinal);
    String known = letter.element().sha256();
    if (!known.isEmpty()
        && !known.equals(Sha256.hex(Arrays.copyOfRange(json, place.from(), place.to())))) {
      return refused(
          "element %d is not the one that failed: SHA-256 differs at %s; is it of another record type, or one with other envelopes?"
              .formatted(ordinal, place.path()));
    }
    if (letter.stage() == DeadLetter.Stage.SINK) {
      return place.isEnvelope()
          // the pipeline writes only the row of this ordinal
          ? new Found(Arrays.copyOfRange(json, place.from(), place.to()), "")
          : alone(json, ordinal);
    }
    if (place.isEnvelope()) {
      return refused(
          "element %d, %s, holds others, which would be sent and counted again with it; send its own part by hand"
              .formatted(ordinal, place.path()));
    }
    if (hadAnotherOrdinal(ordinal)) {
      return refused(
          "may have been counted: earlier versions of Rollcall counted the elements of this record otherwise; if one of them processed it, or sent its letters again, sending this again could count it twice. If none did, say so: --no-earlier-version");
    }
    return alone(json, ordinal);
  }

  private Found alone(byte[] json, int ordinal) {
    return ElementBytes.find(json, ordinal, places)
        .map(alone -> new Found(alone, ""))
        .orElseGet(() -> ambiguous(ordinal));
  }

  /** Whether it follows an envelope that was not counted then: its ordinal was another one. */
  private boolean hadAnotherOrdinal(int ordinal) {
    return !noEarlierVersion
        && places.subList(0, ordinal).stream().anyMatch(Flattener.Place::isEnvelope);
  }

  private static Found ambiguous(int ordinal) {
    return refused(
        "element %d cannot be identified for sure in its record; is it of another record type?"
            .formatted(ordinal));
  }

  private static Found refused(String reason) {
    return new Found(null, reason);
  }
}
