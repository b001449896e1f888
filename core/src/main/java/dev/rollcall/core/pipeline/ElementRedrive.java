package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.decode.ElementBytes;
import dev.rollcall.core.internal.decode.FormerElementBytes;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.CompiledPipeline;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.internal.process.BufferedRow;
import dev.rollcall.core.internal.process.LetterOrigin;
import dev.rollcall.core.internal.process.OnlyElement;
import dev.rollcall.core.internal.process.RowWriter;
import dev.rollcall.core.internal.run.WatchedPorts;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes single elements again to the one sink that refused them. They were aggregated when they
 * were first read, so no aggregation, no other sink and no dead-letter store is touched. The row
 * keeps its original version: a newer stored row stays, and writing twice changes nothing. Not
 * threadsafe.
 */
public final class ElementRedrive implements AutoCloseable {

  /** The header of a record that is sent again whole, for one element of it: {@value}. */
  public static final String ONLY = OnlyElement.HEADER;

  /** The fate of an element. */
  public enum Outcome {
    /** The sink has taken the row. */
    WRITTEN,
    /** The sink holds a newer row of its key. */
    OUTDATED,
    /** The pipeline, as it is defined now, filters the element out. */
    FILTERED,
    /** It was refused again. */
    REFUSED
  }

  /**
   * Outcome and reason.
   *
   * @param outcome the fate of the element
   * @param reasonClass the class of the reason, as letters have it, if it was refused; else ""
   * @param reason why it was refused; else ""
   */
  public record Result(Outcome outcome, String reasonClass, String reason) {}

  private final CompiledBranch branch;
  private final Flattener flattener;
  private final RowSink sink;
  private final RowWriter writer;

  private ElementRedrive(
      CompiledPipeline pipeline, CompiledBranch branch, CompiledBranch.Output output) {
    this.branch = branch;
    this.flattener = branch.flattener();
    this.sink =
        WatchedPorts.rows(
            output.name(), () -> output.target().connect(output.schema(), output.owner()));
    this.writer = RowWriter.of(output, sink, pipeline.retryPolicy());
  }

  /**
   * Whether a branch of the pipeline has a sink of this name.
   *
   * @param branch as letters have it; "" for the only one
   */
  public static boolean knows(Pipeline pipeline, String branch, String sink) {
    return sinks(pipeline, branch).contains(sink);
  }

  private static List<String> sinks(Pipeline pipeline, String branch) {
    return pipeline.compiled().branch(branch).stream()
        .flatMap(each -> each.outputs().stream())
        .map(CompiledBranch.Output::name)
        .toList();
  }

  /**
   * Opens this sink of the pipeline, and nothing else.
   *
   * @param branch as letters have it; "" for the only one
   * @param sink the sink's name, as letters have it
   * @throws ConfigurationException if the pipeline has no such sink, or its table does not fit
   */
  public static ElementRedrive open(Pipeline pipeline, String branch, String sink) {
    CompiledPipeline compiled = pipeline.compiled();
    for (CompiledBranch each : compiled.branches()) {
      for (CompiledBranch.Output output : each.outputs()) {
        if (each.name().equals(branch) && output.name().equals(sink)) {
          ElementRedrive redrive = new ElementRedrive(compiled, each, output);
          try {
            if (each.deletes()) {
              redrive.sink.requireDeletes();
            }
            redrive.sink.definitions().require(output.target(), output.owner());
          } catch (RuntimeException refused) {
            redrive.close();
            throw refused;
          }
          return redrive;
        }
      }
    }
    List<String> known = sinks(pipeline, branch);
    throw new ConfigurationException(
        "pipeline '%s'%s: there is no sink '%s', expected one of %s%s"
            .formatted(
                pipeline.name(),
                branch.isEmpty() ? "" : ", branch '" + branch + "'",
                sink,
                known,
                Texts.didYouMean(sink, known)));
  }

  /**
   * Writes one element's row.
   *
   * @param record as it was read, its position included, but with the bytes of this one element for
   *     its value; or the whole one, where a header says which element is meant
   * @param ordinal the element's place in the record, as its letter has it
   * @throws dev.rollcall.core.error.TransientException if the store remains unavailable beyond all
   *     retries
   */
  public Result write(SourceRecord record, int ordinal) {
    OnlyElement only = OnlyElement.of(record.headers());
    byte[] value = record.value();
    List<Element> elements = flattener.flatten(record);
    if (only != null) {
      return elements.stream()
          .filter(each -> only.means(each))
          .findFirst()
          .map(
              each ->
                  write(
                      record,
                      branch.version(each, record, only.version(), only.offset(), each.parent()),
                      ordinal,
                      each))
          .orElseGet(() -> noSuchElement(elements));
    }
    Element element =
        elements.size() == 1 || value == null
            ? elements.stream().findFirst().orElse(null)
            : whole(value, elements);
    return element == null
        ? noSuchElement(elements)
        : write(
            record,
            branch.version(element, record, branch.definitionVersion(), record.offset(), ordinal),
            ordinal,
            element);
  }

  private static Result noSuchElement(List<Element> elements) {
    return refused("no-such-element", "got " + elements.size() + " elements, expected one");
  }

  private Result write(SourceRecord record, Row.Version version, int ordinal, Element element) {
    RowOutcome outcome = branch.transform(element, record.time());
    if (outcome instanceof RowOutcome.Refused refused) {
      return refused(refused.reasonClass(), refused.reason());
    }
    boolean isDeleted = outcome instanceof RowOutcome.Deleted;
    Row row =
        outcome instanceof RowOutcome.Kept kept
            ? kept.row()
            : outcome instanceof RowOutcome.Deleted deleted ? deleted.row() : null;
    return row == null
        ? new Result(Outcome.FILTERED, "", "")
        : write(
            new BufferedRow(
                new LetterOrigin(record, branch, flattener),
                ordinal,
                version,
                row,
                Row.Key.of(row),
                isDeleted));
  }

  /** The element that an envelope itself is, besides those it holds; null if it is none. */
  private @Nullable Element whole(byte[] value, List<Element> elements) {
    return flattener.locate(value).stream()
        .filter(place -> place.isEnvelope() && place.path().equals("$"))
        .filter(place -> place.ordinal() < elements.size())
        .map(place -> elements.get(place.ordinal()))
        .findFirst()
        .orElse(null);
  }

  private Result write(BufferedRow row) {
    RowWriter.Unwritten unwritten = writer.write(List.of(row));
    DeadLetter letter = unwritten.refused().get(row);
    if (letter != null) {
      return refused(letter.reasonClass(), letter.reason());
    }
    return new Result(unwritten.outdated().isEmpty() ? Outcome.WRITTEN : Outcome.OUTDATED, "", "");
  }

  private static Result refused(String reasonClass, String reason) {
    return new Result(Outcome.REFUSED, reasonClass, reason);
  }

  /** Closes the sink. */
  @Override
  public void close() {
    sink.close();
  }

  /**
   * Extracts the elements of letters from their records; parses a record once for letters that
   * follow one another. The ordinal of a letter of form 1 follows the counting of its time. Not
   * threadsafe.
   */
  public static final class Finder {

    /**
     * An element, or why it cannot be sent.
     *
     * @param bytes the element as it can be sent alone, or the whole record; null if it cannot
     * @param refusal why it cannot; "" if it can
     * @param only with the whole record, the header that says which element is meant; else null
     */
    public record Found(
        byte @Nullable [] bytes, String refusal, SourceRecord.@Nullable Header only) {

      // not the compact form: javac leaves the annotations of its parameters out of the class file
      public Found(byte @Nullable [] bytes, String refusal, SourceRecord.@Nullable Header only) {
        this.bytes = bytes;
        this.refusal = refusal;
        this.only = only;
      }

      private Found(byte @Nullable [] bytes, String refusal) {
        this(bytes, refusal, null);
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
    public Finder(RecordType type, boolean noEarlierVersion) {
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
      if (letter.element().isSentWhole()) {
        return new Found(json, "", new SourceRecord.Header(ONLY, OnlyElement.of(letter).value()));
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
        places = flattener.locateElements(json);
      }
      if (ordinal >= places.size()) {
        return places.isEmpty() && ordinal == 0 ? new Found(json, "") : ambiguous(ordinal);
      }
      Flattener.Place place = places.get(ordinal);
      String known = letter.element().sha256();
      if (!known.isEmpty()
          && !known.equals(Texts.sha256(Arrays.copyOfRange(json, place.from(), place.to())))) {
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
}
