package dev.rollcall.cli.infer;

import dev.rollcall.cli.input.JsonFile;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the files hold, in counters. Not threadsafe. */
final class Sample implements SampleFiles.Sink {

  private static final int SHOWN = 5;
  private static final String NO_REASON = "cannot be read";

  /** Of a type that takes every object. */
  private static final Flattener FLATTENER =
      Flattener.of(
          RecordType.named("sample").key("all").column("all", ColumnType.JSON).from("$").build());

  /** How a record begins that stands for a line of a CSV file that cannot be read. */
  private static final byte[] UNREADABLE = unreadableBegin();

  private final long most;
  private final Observer observer;
  private final List<String> told = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long unreadable;
  private long failedFiles;

  private Sample(long most) {
    this.most = most;
    this.observer = new Observer(most);
  }

  static Sample of(SampleFiles files, long most) throws IOException {
    Sample sample = new Sample(most);
    files.read(sample);
    return sample;
  }

  @Override
  public void value(String place, byte @Nullable [] json, long line) {
    if (json == null) {
      unreadable(place, line, "is too large: expected at most %d bytes".formatted(JsonFile.LIMIT));
      return;
    }
    if (isUnreadableLine(json)) {
      // its reason names the line
      unreadable(place, 0, unreadable < SHOWN ? reason(json, line) : "");
      return;
    }
    try {
      observer.add(json);
    } catch (IOException e) {
      unreadable(place, line, unreadable < SHOWN ? reason(json, line) : "");
      beginning(json, line);
    }
  }

  private void beginning(byte[] broken, long line) {
    byte[] whole = Beginning.of(broken, line == 0);
    try {
      if (whole != null) {
        observer.add(whole);
      }
    } catch (IOException e) {
      // checked before anything of it counts
    }
  }

  private static byte[] unreadableBegin() {
    byte[] whole = Flattener.unreadable("");
    return Arrays.copyOf(whole, whole.length - "\"\"}}".length());
  }

  private static boolean isUnreadableLine(byte[] json) {
    return json.length > UNREADABLE.length
        && Arrays.equals(json, 0, UNREADABLE.length, UNREADABLE, 0, UNREADABLE.length)
        && !reason(json, 1).equals(NO_REASON);
  }

  /** As a dead letter of it would say it, which shows nothing of what was read. */
  private static String reason(byte[] json, long line) {
    return FLATTENER.flatten(json, Instant.EPOCH, Math.max(1, line)).stream()
        .map(each -> each instanceof Element.Refused refused ? refused.reason() : "")
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse(NO_REASON);
  }

  private void unreadable(String place, long line, String problem) {
    if (++unreadable <= SHOWN) {
      problems.add(place + (line > 0 ? " line " + line : "") + ": " + problem);
    }
  }

  @Override
  public void header(List<String> names) {
    names.forEach(observer.root::field);
  }

  @Override
  public void unreadable(String problem) {
    failedFiles++;
    told.add(problem);
  }

  @Override
  public void note(String note) {
    told.add("note: " + note);
  }

  Field root() {
    return observer.root;
  }

  /** Whether everything was read and is a record. */
  boolean isClean() {
    return unreadable + failedFiles + observer.others == 0;
  }

  /** Why there is nothing to infer from; null if there is something. */
  @Nullable String nothing(Shape shape) {
    if (observer.root.objects == 0) {
      if (observer.jsonTexts > 0) {
        return "the records are JSON texts within JSON strings; decode them once, with jq fromjson for example";
      }
      return unreadable + failedFiles + observer.others == 0 && !observer.root.fields.isEmpty()
          ? "there is a first line with names and no record behind it; give a file with records"
          : "no record could be read";
    }
    if (shape.isOnlyErrors()) {
      return "there are reports of errors and no record; fetch it again";
    }
    if (!shape.emptyEnvelope().isEmpty()) {
      return "its array '%s' is empty; fetch it again".formatted(shape.emptyEnvelope());
    }
    if (shape.isDictionary()) {
      return "the records are the fields of one object; make lines of them, with jq -c '.[]' for example";
    }
    return shape.element().fields.isEmpty() ? "there is no record with a field in it" : null;
  }

  /** The first values that could not be read; {@link Checked#reasons} says more of them. */
  List<String> problems() {
    return problems;
  }

  /** For standard error: files that were not read, and what is unusual. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>(told);
    if (observer.skipped > 0) {
      remarks.add(
          "note: %d records or items were not looked at, only the first %d of an array are (--records)"
              .formatted(observer.skipped, most));
    }
    if (observer.deeper > 0) {
      remarks.add(
          "note: %d items were not looked at, which stand below %d levels"
              .formatted(observer.deeper, Observer.DEPTH));
    }
    if (observer.others > 0) {
      remarks.add("%d values are no objects".formatted(observer.others));
    }
    return remarks;
  }
}
