package dev.rollcall.benchmarks.subject;

import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.user.Users;
import java.time.Instant;
import java.util.List;

/** Records of one type to their rows. Not threadsafe. */
public final class Reader {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final Flattener flattener;

  private Reader(RecordType type) {
    flattener = Flattener.of(type);
  }

  /** Users of every form. */
  public static Reader ofUsers() {
    return new Reader(Users.recordType());
  }

  /** Events of a shop. */
  public static Reader ofEvents() {
    return new Reader(CommerceEvents.recordType());
  }

  /** Orders, whose lines are the rows. */
  public static Reader ofOrderLines() {
    return new Reader(OrderLines.TYPE);
  }

  /** The rows of a record, at a fixed record time. */
  public List<Element> read(byte[] record) {
    List<Element> elements = flattener.flatten(record, TIME);
    if (!(elements.get(0) instanceof Element.Accepted)) {
      throw new IllegalStateException("no row: " + elements.get(0));
    }
    return elements;
  }

  /** The same, as rows. */
  public List<Row> rows(byte[] record) {
    return read(record).stream().map(element -> ((Element.Accepted) element).row()).toList();
  }
}
