package dev.rollcall.faults.visit;

import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.aggregate.AggregationBuilder;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.testkit.random.Draw;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A record type and its n-th record. People come again and again, so that it matters which row is
 * the newest and compaction has something to remove; a note is missing now and then, so that an old
 * one must not shine through; a mark is a 64-bit hash, so that in a sum a loss and a double cannot
 * cancel; some records are bad. Threadsafe.
 *
 * @param seed which sequence
 * @param people how many there are
 * @param cities how many groups
 * @param oneBadOf how many records have one bad among them
 */
public record Visits(long seed, int people, int cities, int oneBadOf) {

  public static RecordType type() {
    return RecordType.named("visit")
        .key("person_id")
        .column("person_id", ColumnType.STRING)
        .from("person")
        .column("city", ColumnType.STRING)
        .decimal("amount", 12, 2)
        .column("mark", ColumnType.INT64)
        .column("note", ColumnType.STRING)
        .build();
  }

  /** The aggregation that {@link Tally} checks. */
  public static AggregationBuilder byCity(String name) {
    return Aggregation.named(name).groupBy("city").count().sum("amount").sum("mark");
  }

  /** Who the n-th record is of; a bad one is of nobody else, so that it hides no good one. */
  public byte[] key(long n) {
    return (isBad(n) ? "bad-" + n : person(n)).getBytes(StandardCharsets.UTF_8);
  }

  private String person(long n) {
    return "p" + Long.remainderUnsigned(mixed(n, 1), people);
  }

  private boolean isBad(long n) {
    return Long.remainderUnsigned(mixed(n, 3), oneBadOf) == 0;
  }

  /** The n-th record's JSON; a bad one is cut off, or has an amount that is no number. */
  public byte[] value(long n) {
    long random = mixed(n, 2);
    long cents = Long.remainderUnsigned(random, 1_000_000);
    String amount = String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
    String note = (random & 3) == 0 ? "" : ",\"note\":\"n" + n + "\"";
    String json =
        "{\"person\":\"%s\",\"city\":\"c%d\",\"amount\":%s,\"mark\":%d%s}"
            .formatted(
                person(n),
                Long.remainderUnsigned(mixed(n, 4), cities),
                isBad(n) && (random & 1) == 0 ? "\"much\"" : amount,
                mixed(n, 5),
                note);
    boolean cut = isBad(n) && (random & 1) == 1;
    return (cut ? json.substring(0, json.length() / 2) : json).getBytes(StandardCharsets.UTF_8);
  }

  /** Random bits of the record's number and a stream of its own. */
  private long mixed(long n, long stream) {
    return Draw.mix(seed + n * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L);
  }
}
