package dev.rollcall.faults.kill.visit;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The record type of the kill tests, and its n-th record. A person comes again and again, so that
 * it matters which row is the newest; a note is missing now and then, so that an old one must not
 * shine through; about one record in a thousand is bad. Threadsafe.
 *
 * @param seed which sequence
 */
public record Visits(long seed) {

  /** How many people there are, {@value}. */
  public static final int PEOPLE = 4_000;

  private static final int CITIES = 20;
  private static final int ONE_BAD_OF = 1_000;

  /** The type. */
  public static RecordType type() {
    return RecordType.named("visit")
        .key("person_id")
        .column("person_id", ColumnType.STRING)
        .from("person")
        .column("city", ColumnType.STRING)
        .from("city")
        .decimal("amount", 12, 2)
        .from("amount")
        .column("mark", ColumnType.INT64)
        .from("mark")
        .column("note", ColumnType.STRING)
        .from("note")
        .build();
  }

  /** Who the n-th record is of. */
  public byte[] key(long n) {
    return person(n).getBytes(StandardCharsets.UTF_8);
  }

  private String person(long n) {
    return "p" + Long.remainderUnsigned(mixed(n, 1), PEOPLE);
  }

  /** The n-th record's JSON; a bad one is cut off, or has an amount that is no number. */
  public byte[] value(long n) {
    long random = mixed(n, 2);
    boolean bad = Long.remainderUnsigned(mixed(n, 3), ONE_BAD_OF) == 0;
    long cents = Long.remainderUnsigned(random, 1_000_000);
    String amount = String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    String note = (random & 3) == 0 ? "" : ",\"note\":\"n" + n + "\"";
    String json =
        "{\"person\":\"%s\",\"city\":\"c%d\",\"amount\":%s,\"mark\":%d%s}"
            .formatted(
                person(n),
                Long.remainderUnsigned(mixed(n, 4), CITIES),
                bad && (random & 1) == 0 ? "\"much\"" : amount,
                mixed(n, 5),
                note);
    boolean cut = bad && (random & 1) == 1;
    return (cut ? json.substring(0, json.length() / 2) : json).getBytes(StandardCharsets.UTF_8);
  }

  /** SplitMix64 (Steele, Lea, Flood 2014) of the record's number and a stream of its own. */
  private long mixed(long n, long stream) {
    long z = seed + n * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
