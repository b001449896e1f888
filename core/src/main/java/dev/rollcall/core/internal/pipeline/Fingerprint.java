package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.Measure;
import dev.rollcall.core.internal.mapping.ColumnClosure;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Short hashes of all that decides what the documents of an aggregation hold: the closure of the
 * columns that it reads, and what can refuse or filter an element, the branch's conditions too.
 * Neither the sinks are part of it, nor other aggregations, nor columns that decide nothing.
 *
 * @param current what documents are written with
 * @param former what the same definition was called before: with functions that named no columns,
 *     and by versions that hashed the whole type in its order, with and without declared readings
 */
record Fingerprint(String current, List<String> former) {

  private static final int DIGITS = 16;

  static Fingerprint of(
      RecordDefinition type, List<Step> steps, Aggregation aggregation, Route route) {
    String takes = route.equals(Route.ALL) ? "" : "\ntakes " + route.describe();
    Closure closure = Closure.of(type, steps, aggregation);
    String current = hash(closure.text() + takes);
    // what decides nothing now was not there, or decided nothing, when a document was written
    RecordDefinition known = type.without(closure.columns().others());
    List<Step> unnamed = steps.stream().map(Step::unnamed).toList();
    String behindType = stepTexts(steps, known) + '\n' + aggregation.describe();
    Set<String> former = new LinkedHashSet<>();
    former.add(hash(Closure.of(known.unnamed(), unnamed, aggregation).text() + takes));
    // a function that named nothing read them, too
    former.add(hash(Closure.of(type.unnamed(), unnamed, aggregation).text() + takes));
    if (takes.isEmpty()) {
      former.add(hash(known.describe() + behindType));
      former.add(hash(known.describeAsFormerly() + behindType));
    }
    former.remove(current);
    return new Fingerprint(current, List.copyOf(former));
  }

  /** What documents of an aggregation depend on. */
  private record Closure(ColumnClosure columns, String text) {

    static Closure of(RecordDefinition type, List<Step> steps, Aggregation aggregation) {
      List<List<Column>> before = new ArrayList<>();
      List<Column> columns = type.schema().columns();
      for (Step step : steps) {
        before.add(columns);
        columns = step.after(columns);
      }
      Set<String> read = read(aggregation);
      List<String> texts = new ArrayList<>();
      for (int i = steps.size() - 1; i >= 0; i--) {
        String text = steps.get(i).closure(before.get(i), read);
        if (!text.isEmpty()) {
          texts.add(text);
        }
      }
      Collections.reverse(texts);
      ColumnClosure closure = ColumnClosure.of(type, read);
      List<String> lines = new ArrayList<>(List.of("closure", closure.describe()));
      lines.addAll(texts);
      lines.add(aggregation.describe());
      return new Closure(closure, String.join("\n", lines));
    }
  }

  private static Set<String> read(Aggregation aggregation) {
    Set<String> read = new TreeSet<>(aggregation.groupBy());
    aggregation.window().map(Aggregation.Window::column).ifPresent(read::add);
    for (Measure measure : aggregation.measures()) {
      if (measure.column() != null) {
        read.add(measure.column());
      }
      if (measure.where() != null) {
        read.add(measure.where().column());
      }
      if (measure.oncePer() != null) {
        read.add(measure.oncePer());
      }
    }
    return read;
  }

  /** The steps as they were hashed together with the whole type. */
  private static String stepTexts(List<Step> steps, RecordDefinition type) {
    StringBuilder text = new StringBuilder();
    List<Column> before = type.schema().columns();
    for (Step step : steps) {
      text.append('\n').append(step.formerText(before));
      before = step.after(before);
    }
    return text.toString();
  }

  private static String hash(String description) {
    return Texts.sha256(description.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
