package dev.rollcall.core.flatten;

import com.fasterxml.jackson.core.JsonToken;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of fields that stood where nothing is wanted, by the object that held them; of names
 * that vary (the keys of a map) none are kept. Not threadsafe.
 */
final class SeenFields {

  /** An object with more names than this is a map, whose keys may tell of persons. */
  static final int MANY = 48;

  /** How far objects that nothing is wanted of are looked into. */
  private static final int DEPTH = 3;

  /** An object, known or not. */
  static final class Place {
    private final int depth;
    private final Map<String, Place> below = new LinkedHashMap<>();
    private final Map<String, Long> unknown = new LinkedHashMap<>();
    private long objects;

    private Place(int depth) {
      this.depth = depth;
    }

    /** One more such object is read. */
    void object() {
      objects++;
    }

    /** A field of it; returns the place of what it holds, null if that is not looked into. */
    @Nullable Place field(String name, JsonToken token, boolean isUnknown) {
      if (token == JsonToken.START_OBJECT) {
        if (isUnknown && (depth >= DEPTH || below.size() > MANY)) {
          return null;
        }
        return below.computeIfAbsent(name, any -> new Place(isUnknown ? depth + 1 : depth));
      }
      if (isUnknown && token != JsonToken.VALUE_NULL && unknown.size() <= MANY) {
        unknown.merge(name, 1L, Long::sum);
      }
      return null;
    }
  }

  private Place root = new Place(0);

  Place root() {
    return root;
  }

  /** What was seen since the last call, by the path of the object. */
  SortedMap<String, Coverage.Names> take() {
    SortedMap<String, Coverage.Names> names = new TreeMap<>();
    collect("", root, names);
    root = new Place(0);
    return names;
  }

  private static void collect(String path, Place place, Map<String, Coverage.Names> names) {
    if (!place.unknown.isEmpty()) {
      names.put(path, Coverage.Names.of(place.objects, place.unknown));
    }
    if (place.below.size() <= MANY) {
      place.below.forEach(
          (name, below) -> collect(path.isEmpty() ? name : path + "." + name, below, names));
    }
  }
}
