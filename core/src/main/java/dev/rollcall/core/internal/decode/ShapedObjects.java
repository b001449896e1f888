package dev.rollcall.core.internal.decode;

/**
 * Reads objects whose {@link ObjectShape} is known, of which only the values need a look, and takes
 * down the shapes of others. Not threadsafe.
 */
final class ShapedObjects {

  private final FastObjects objects;
  private final ParsedElement parsed;
  private final JsonBytes text;
  private final FoundElements found;
  private byte[] json = {};

  ShapedObjects(FastObjects objects, ParsedElement parsed, JsonBytes text, FoundElements found) {
    this.objects = objects;
    this.parsed = parsed;
    this.text = text;
    this.found = found;
  }

  /** Begins a record. */
  void begin(byte[] record) {
    json = record;
  }

  /**
   * Reads an element or an item; returns the place behind it.
   *
   * @param level that of what is in it, which is all that is there so far
   */
  int object(int from, FastNode at, int level, int depth) {
    int end = known(from, at.shapes, level, depth);
    return end >= 0 ? end : learnt(from, at, depth);
  }

  /** Reads an object of a known shape; returns the place behind it, or -1 if it is of none. */
  private int known(int from, ObjectShapes shapes, int level, int depth) {
    int count = shapes.next();
    long before = found.mark();
    for (int i = 0; i < count; i++) {
      ObjectShape shape = shapes.get(i);
      int end = depth + shape.depth() < FastObjects.MAX_DEPTH ? shaped(shape, from, depth) : -1;
      if (end >= 0) {
        shapes.had(i);
        return end;
      }
      found.back(before);
      parsed.clear(level);
    }
    return -1;
  }

  private int shaped(ObjectShape shape, int from, int depth) {
    int place = from;
    int size = shape.size();
    for (int i = 0; i <= size; i++) {
      place = shape.behindText(i, json, place);
      if (place < 0) {
        return -1;
      }
      for (FastNode object : shape.objects(i)) {
        Marks.object(object.node, parsed);
      }
      if (i < size) {
        place = shapedValue(shape, i, place, depth);
      }
    }
    return place;
  }

  private int shapedValue(ObjectShape shape, int value, int from, int depth) {
    int slot = shape.slot(value);
    if (json[from] != '"' || slot == ObjectShape.OTHER) {
      return objects.value(from, shape.value(value), null, depth + shape.depth(value));
    }
    int end = text.string(from + 1);
    if (slot >= 0) {
      parsed.slice(slot, ParsedElement.STRING, text.form(), from + 1, end);
    }
    return end + 1;
  }

  /** Reads an object field by field, and takes its shape down. */
  private int learnt(int from, FastNode at, int depth) {
    if (!at.shapes.areWanted()) {
      return objects.object(from + 1, at, null, depth);
    }
    ObjectShape.Builder builder = new ObjectShape.Builder(json, from, depth);
    int end = objects.learnt(builder, from, at, depth);
    ObjectShape shape = builder.shape(end);
    if (shape != null) {
      at.shapes.add(shape);
    }
    return end;
  }
}
