package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates the dead letters of one record. Its hash and the places of its elements are computed once
 * for all letters, and only if there is one. Not threadsafe.
 */
public final class LetterOrigin {

  private static final byte[] NOTHING = {};

  private final SourceRecord record;
  private final String branch;
  private final String definition;
  private final Function<byte[], List<Flattener.Place>> locate;
  private @Nullable String sha256;
  private @Nullable List<Flattener.Place> places;

  /** Of the elements that a branch reads in the record, which the flattener locates. */
  public LetterOrigin(SourceRecord record, CompiledBranch branch, Flattener flattener) {
    this(record, branch, flattener::locate);
  }

  LetterOrigin(
      SourceRecord record, CompiledBranch branch, Function<byte[], List<Flattener.Place>> locate) {
    this(record, branch.name(), branch.letterDefinition(), locate);
  }

  /**
   * With another way to locate the elements.
   *
   * @param branch its name; "" for the only one, and for what belongs to none
   * @param definition as letters have it
   */
  LetterOrigin(
      SourceRecord record,
      String branch,
      String definition,
      Function<byte[], List<Flattener.Place>> locate) {
    this.record = record;
    this.branch = branch;
    this.definition = definition;
    this.locate = locate;
  }

  SourceRecord record() {
    return record;
  }

  /** The letter of an element that was refused before any sink saw it. */
  DeadLetter letter(int ordinal, RowOutcome.Refused refused) {
    return letter(
        ordinal,
        refused.stage(),
        "",
        refused.reasonClass(),
        refused.reason(),
        refused.formerlyTaken());
  }

  /** The letter of a row that a sink refused: it is aggregated, so only the sink gets it again. */
  DeadLetter letter(int ordinal, String sink, String reason) {
    return letter(ordinal, DeadLetter.Stage.SINK, sink, "sink-rejected", reason, false);
  }

  private DeadLetter letter(
      int ordinal,
      DeadLetter.Stage stage,
      String sink,
      String reasonClass,
      String reason,
      boolean formerlyTaken) {
    byte[] value = record.value() == null ? NOTHING : record.value();
    String hash = sha256 == null ? Texts.sha256(value) : sha256;
    sha256 = hash;
    List<Flattener.Place> known = places == null ? locate.apply(value) : places;
    places = known;
    String path = "";
    String elementSha256 = "";
    if (known.isEmpty() && ordinal == 0) {
      // it cannot be parsed, and stands for all its elements
      path = "$";
      elementSha256 = hash;
    } else if (ordinal < known.size()) {
      Flattener.Place place = known.get(ordinal);
      path = place.path();
      elementSha256 = Texts.sha256(Arrays.copyOfRange(value, place.from(), place.to()));
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
        new DeadLetter.Element(path, elementSha256, branch, definition),
        formerlyTaken);
  }
}
