package dev.rollcall.core.internal.decode;

import dev.rollcall.core.internal.decode.FastReader.NotUsual;
import java.util.Arrays;

/** Where the elements of a record stand, one record after another. Not threadsafe. */
final class FoundElements {

  /** What stands behind the place of an element, and of all within it: what it is. */
  static final int ELEMENT = -1;

  static final int ENVELOPE = -2;

  /** The most arrays of elements that stand in elements. */
  private static final int MAX_NESTED = 64;

  private int[] places = new int[16];
  private int size;

  /** Where arrays of elements begin and end that stand in an element. */
  private final int[] arrays = new int[2 * MAX_NESTED];

  private int arrayCount;

  void clear() {
    size = 0;
    arrayCount = 0;
  }

  /** How many places there are. */
  int size() {
    return size;
  }

  /** The place of an element's beginning, or behind its end what it is. */
  int place(int index) {
    return places[index];
  }

  /** Whether the record is one element, and no more. */
  boolean isWhole() {
    return size == 2 && places[0] == 0;
  }

  /** An element begins here. */
  void begin(int place) {
    note(place);
  }

  /** An element ends, at whose beginning there were so many places. */
  void end(int before) {
    note(size == before ? ELEMENT : ENVELOPE);
  }

  private void note(int place) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = place;
  }

  /** An array of elements begins here, in an element; returns its number. */
  int beginArray(int from) {
    if (arrayCount == MAX_NESTED) {
      throw NotUsual.NOT_USUAL;
    }
    arrays[2 * arrayCount] = from;
    return arrayCount++;
  }

  void endArray(int number, int end) {
    arrays[2 * number + 1] = end;
  }

  /** The place behind the array that begins here. */
  int behindArray(int from) {
    int at = 0;
    while (arrays[at] != from) {
      at += 2;
    }
    return arrays[at + 1];
  }

  /** What was found so far, for {@link #back}. */
  long mark() {
    return (long) arrayCount << 32 | size;
  }

  /** Forgets what was found since then. */
  void back(long mark) {
    arrayCount = (int) (mark >>> 32);
    size = (int) mark;
  }
}
