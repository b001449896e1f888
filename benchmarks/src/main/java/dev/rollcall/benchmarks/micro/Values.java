package dev.rollcall.benchmarks.micro;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.Row;
import java.util.List;
import org.openjdk.jmh.infra.Blackhole;

/** Reads rows, which may make their values only then: the peers' rows have all of theirs. */
final class Values {

  private Values() {}

  /** Each value of each row. */
  static void read(List<Element> elements, Blackhole sink) {
    for (Element element : elements) {
      Row row = ((Element.Accepted) element).row();
      int columns = row.schema().columns().size();
      for (int column = 0; column < columns; column++) {
        sink.consume(row.get(column));
      }
    }
  }
}
