package dev.rollcall.core.pipeline;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.RecordSplitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stands in for the flattener's own places until it has them. */
final class ElementPlaces {

  record Place(String path, int from, int to) {}

  private ElementPlaces() {}

  static List<Place> of(Flattener flattener, byte[] json) {
    List<byte[]> parts = new RecordSplitter(flattener.type()).split(json);
    if (parts.size() != flattener.flatten(json, Instant.EPOCH).size()) {
      return List.of();
    }
    List<Place> places = new ArrayList<>();
    int from = 0;
    for (byte[] part : parts) {
      from = indexOf(json, part, from);
      if (from < 0) {
        return List.of();
      }
      places.add(new Place("", from, from + part.length));
      from += part.length;
    }
    return places;
  }

  private static int indexOf(byte[] json, byte[] part, int start) {
    for (int from = start; from + part.length <= json.length; from++) {
      if (java.util.Arrays.equals(json, from, from + part.length, part, 0, part.length)) {
        return from;
      }
    }
    return -1;
  }
}
