package dev.rollcall.core.internal.decode;

import com.fasterxml.jackson.core.JsonToken;
import dev.rollcall.core.flatten.Coverage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the names of fields that no column reads, by the object that held them. Looks into an
 * undeclared object, but not into those within it. Not threadsafe.
 */
public final class SeenFields {

  /** An object at one path, declared or not. */
  public static final class SeenObject {
    private final boolean known;
    private final Map<String, Long> unknown = new LinkedHashMap<>();
    private final Map<String, SeenObject> below = new LinkedHashMap<>();
    private long objects;

    private SeenObject(boolean known) {
      this.known = known;
    }

    /** Counts one more object at this path. */
    void object() {
      objects++;
    }

    /** Notes a field; returns the object it holds, or null if that is not looked into. */
    public @Nullable SeenObject field(String name, JsonToken token, boolean isUnknown) {
      if (token == JsonToken.START_OBJECT) {
        boolean wanted = !isUnknown || known && below.size() <= Coverage.FieldNames.MANY;
        return wanted ? below.computeIfAbsent(name, any -> new SeenObject(!isUnknown)) : null;
      }
      if (isUnknown
          && token != JsonToken.VALUE_NULL
          && unknown.size() <= Coverage.FieldNames.MANY) {
        unknown.merge(name, 1L, Long::sum);
      }
      return null;
    }

    /** Notes what was noted apart. */
    private void add(SeenObject other) {
      objects += other.objects;
      other.unknown.forEach(
          (name, count) -> {
            if (unknown.size() <= Coverage.FieldNames.MANY) {
              unknown.merge(name, count, Long::sum);
            }
          });
      other.below.forEach(
          (name, object) -> {
            if (object.known || below.size() <= Coverage.FieldNames.MANY) {
              below.computeIfAbsent(name, any -> new SeenObject(object.known)).add(object);
            }
          });
    }

    /**
     * The objects that paths with this first step look into; this one is then that of the items.
     */
    SeenObject from(String step) {
      return below.computeIfAbsent(step, any -> new SeenObject(true));
    }

    private Coverage.FieldNames names() {
      Map<String, Coverage.FieldNames> names = new LinkedHashMap<>();
      below.forEach((name, place) -> names.put(name, place.names()));
      return Coverage.FieldNames.of(known, objects, unknown, names);
    }
  }

  private SeenObject root = new SeenObject(true);

  SeenObject root() {
    return root;
  }

  /** An object of which it is not known yet whether it counts. */
  static SeenObject apart() {
    return new SeenObject(true);
  }

  /** Notes an object after all, with all that it holds. */
  void add(SeenObject apart) {
    root.add(apart);
  }

  /** The names seen since the last call. */
  Coverage.FieldNames take() {
    Coverage.FieldNames names = root.names();
    root = new SeenObject(true);
    return names;
  }
}
