package dev.rollcall.core.flatten;

import dev.rollcall.core.internal.decode.ElementMapper;
import dev.rollcall.core.internal.decode.ElementPlaces;
import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.ItemBuffer;
import dev.rollcall.core.internal.decode.ParsedElement;

/** Takes note of where each element of one record stands. */
final class PlaceCollector implements ElementReader.Sink {
  private final ElementPlaces places;
  private final ElementMapper mapper;
  private final boolean ofItems;

  PlaceCollector(ElementPlaces places, ElementMapper mapper, boolean ofItems) {
    this.mapper = mapper;
    this.places = places;
    this.ofItems = ofItems;
  }

  @Override
  public ElementPlaces places() {
    return places;
  }

  @Override
  public void element(ParsedElement slots) {
    places.element(false);
  }

  @Override
  public void items(ParsedElement slots, ItemBuffer items) {
    if (ofItems) {
      places.items(slots, items);
    } else {
      places.element(false);
    }
  }

  @Override
  public void envelope(ParsedElement slots) {
    if (mapper.hasKey(slots)) {
      places.element(true);
    }
  }

  @Override
  public void notAnObject(String got) {
    places.element(false);
  }
}
