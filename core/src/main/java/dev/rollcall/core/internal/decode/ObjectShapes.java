package dev.rollcall.core.internal.decode;

/**
 * The shapes that objects had lately, the one of the last object first. Where they do not return,
 * it gives up for a while, for looking at them costs time. Not threadsafe.
 */
final class ObjectShapes {

  private static final int MOST = 4;

  /** After so many objects, half of which must have had a known shape. */
  private static final int TRIAL = 1_024;

  /** For so many objects it gives up. */
  private static final int REST = 16 * TRIAL;

  private final ObjectShape[] shapes = new ObjectShape[MOST];
  private int size;
  private int asked;
  private int known;
  private int resting;

  /** How many shapes are worth a look at the next object. */
  int next() {
    if (resting > 0) {
      resting--;
      return 0;
    }
    if (asked == TRIAL) {
      if (known < TRIAL / 2) {
        resting = REST;
        size = 0;
      }
      asked = 0;
      known = 0;
    }
    asked++;
    return size;
  }

  /** A shape by its place. */
  ObjectShape get(int place) {
    return shapes[place];
  }

  /** Notes that the object had this one. */
  void had(int place) {
    known++;
    toFront(place);
  }

  /** Whether new shapes are wanted. */
  boolean areWanted() {
    return resting == 0;
  }

  /** Adds the shape of the last object; forgets the one that is longest ago. */
  void add(ObjectShape shape) {
    size = Math.min(size + 1, MOST);
    shapes[size - 1] = shape;
    toFront(size - 1);
  }

  private void toFront(int place) {
    ObjectShape shape = shapes[place];
    System.arraycopy(shapes, 0, shapes, 1, place);
    shapes[0] = shape;
  }
}
