package dev.rollcall.cli.infer;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the samples with the type that was made of them. Not threadsafe. */
final class Checked implements SampleFiles.Sink {

  private static final int SHOWN = 5;

  private final Flattener flattener;
  private final Consumer<Row> receiver;
  private long rows;
  private long letters;
  private final Map<String, Long> reasons = new TreeMap<>();
  private final List<String> first = new ArrayList<>();

  private Checked(RecordType type, Consumer<Row> receiver) {
    this.flattener = Flattener.of(type);
    this.receiver = receiver;
  }

  static Checked of(RecordType type, SampleFiles files, Consumer<Row> receiver) throws IOException {
    Checked checked = new Checked(type, receiver);
    files.read(checked);
    return checked;
  }

  @Override
  public void value(String place, byte @Nullable [] json, long line) {
    if (json == null) {
      letters++;
      return;
    }
    List<Element> elements = flattener.flatten(json, Instant.EPOCH, Math.max(1, line));
    byte[] whole = isBroken(elements) ? Beginning.of(json, line == 0) : null;
    if (whole != null) {
      elements(place, flattener.flatten(whole, Instant.EPOCH, Math.max(1, line)), "");
    }
    elements(place, elements, whole == null ? "" : Beginning.USED);
  }

  private static boolean isBroken(List<Element> elements) {
    return elements.size() == 1 && elements.get(0) instanceof Element.Malformed;
  }

  private void elements(String place, List<Element> elements, String remark) {
    for (Element element : elements) {
      if (element instanceof Element.Accepted accepted) {
        rows++;
        receiver.accept(accepted.row());
      } else if (element instanceof Element.Refused refused) {
        letters++;
        reasons.merge(refused.reasonClass(), 1L, Long::sum);
        if (letters <= SHOWN) {
          first.add(place + ": " + refused.reason() + remark);
        }
      }
    }
  }

  /** Why the first of the dead letters are some. */
  List<String> reasons() {
    return first;
  }

  boolean isClean() {
    return letters == 0;
  }

  /** {@code 12 elements = 11 rows + 1 dead letter (missing-value)}. */
  String summary() {
    return "%s = %s + %s%s"
        .formatted(
            counted(rows + letters, "element"),
            counted(rows, "row"),
            counted(letters, "dead letter"),
            reasons.isEmpty() ? "" : " (" + String.join(", ", reasons.keySet()) + ")");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
