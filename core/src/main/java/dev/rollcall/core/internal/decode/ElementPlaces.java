package dev.rollcall.core.internal.decode;

import dev.rollcall.core.flatten.ElementPlace;
import java.util.ArrayList;
import java.util.List;

/** Collects the places of a record's elements. */
public final class ElementPlaces implements ElementReader.Places {

  /** The length of a byte-order mark, which the parser does not count. */
  private final int shift;

  private final List<ElementPlace> places = new ArrayList<>();
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
    places.add(new ElementPlace(places.size(), path, from, to, isEnvelope));
  }

  public List<ElementPlace> found() {
    return places;
  }
}
