package dev.rollcall.core.internal.decode;

import dev.rollcall.core.flatten.Flattener;
import java.util.ArrayList;
import java.util.List;

/** Collects the places of a record's elements. */
public final class ElementPlaces implements ElementReader.Places {

  /** The length of a byte-order mark, which the parser does not count. */
  private final int shift;

  private final List<Flattener.Place> places = new ArrayList<>();
  private String path = "";
  private int from;
  private int to;

  public ElementPlaces(int shift) {
    this.shift = shift;
  }

  @Override
  public void at(String at, long begin, long end) {
    path = at;
    from = (int) begin + shift;
    to = (int) end + shift;
  }

  /** Adds the place given last as that of the next element. */
  public void element(boolean isEnvelope) {
    places.add(new Flattener.Place(places.size(), path, from, to, isEnvelope));
  }

  /** Adds the places of the rows of the next element, which is at the place given last. */
  public void items(ParsedElement parsed, ItemBuffer items) {
    if (items.isRefused()) {
      element(false);
      return;
    }
    while (items.next(parsed)) {
      ItemBuffer.Stand item = items.stand();
      places.add(
          new Flattener.Place(
              places.size(),
              item.path(),
              (int) item.from() + shift,
              (int) item.to() + shift,
              false));
    }
  }

  public List<Flattener.Place> found() {
    return places;
  }
}
