package dev.rollcall.faults.shape;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.nio.charset.StandardCharsets;

/**
 * A small record type and its n-th record. People come again and again, so that it matters which
 * row is the newest and compaction has something to remove; a mark is a 64-bit hash, so that in a
 * sum a loss and a double cannot cancel; about one record in a hundred is cut off. Threadsafe.
 *
 * @param seed which sequence
 */
record Marks(long seed) {

  private static final int PEOPLE = 40;
  private static final int CITIES = 5;
  private static final int ONE_BAD_OF = 100;

  static RecordType type() {
    return RecordType.named("mark")
        .key("person")
        .column("person", ColumnType.STRING)
        .from("person")
        .column("city", ColumnType.STRING)
        .from("city")
        .column("mark", ColumnType.INT64)
        .from("mark")
        .build();
  }

  /** Who the n-th record is of; a bad one is of nobody else, so that it hides no good one. */
  byte[] key(long n) {
    return (isBad(n) ? "bad-" + n : person(n)).getBytes(StandardCharsets.UTF_8);
  }

  byte[] value(long n) {
    String json =
        "{\"person\":\"%s\",\"city\":\"c%d\",\"mark\":%d}"
            .formatted(person(n), Long.remainderUnsigned(mixed(n, 2), CITIES), mixed(n, 3));
    return (isBad(n) ? json.substring(0, json.length() / 2) : json)
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean isBad(long n) {
    return Long.remainderUnsigned(mixed(n, 4), ONE_BAD_OF) == 0;
  }

  private String person(long n) {
    return "p" + Long.remainderUnsigned(mixed(n, 1), PEOPLE);
  }

  /** SplitMix64 (Steele, Lea, Flood 2014) of the record's number and a stream of its own. */
  private long mixed(long n, long stream) {
    long z = seed + n * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
