package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.flatten.Coverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of fields that stood where nothing is wanted, by the object that held them. Objects
 * that nothing is wanted of are looked into, those within them not. Not threadsafe.
 */
public final class SeenFields {

  /** An object, known or not. */
  public static final class Place {
    private final boolean known;
    private final Map<String, Long> unknown = new LinkedHashMap<>();
    private final Map<String, Place> below = new LinkedHashMap<>();
    private long objects;

    private Place(boolean known) {
      this.known = known;
    }

    /** One more such object is read. */
    public void object() {
      objects++;
    }

    /** A field of it; returns the place of what it holds, null if that is not looked into. */
    public @Nullable Place field(String name, JsonToken token, boolean isUnknown) {
      if (token == JsonToken.START_OBJECT) {
        boolean wanted = !isUnknown || known && below.size() <= Coverage.FieldNames.MANY;
        return wanted ? below.computeIfAbsent(name, any -> new Place(!isUnknown)) : null;
      }
      if (isUnknown
          && token != JsonToken.VALUE_NULL
          && unknown.size() <= Coverage.FieldNames.MANY) {
        unknown.merge(name, 1L, Long::sum);
      }
      return null;
    }

    private Coverage.FieldNames names() {
      Map<String, Coverage.FieldNames> names = new LinkedHashMap<>();
      below.forEach((name, place) -> names.put(name, place.names()));
      return Coverage.FieldNames.of(known, objects, unknown, names);
    }
  }

  private Place root = new Place(true);

  Place root() {
    return root;
  }

  /** What was seen since the last call. */
  Coverage.FieldNames take() {
    Coverage.FieldNames names = root.names();
    root = new Place(true);
    return names;
  }
}
