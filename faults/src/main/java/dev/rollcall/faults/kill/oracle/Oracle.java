package dev.rollcall.faults.kill.oracle;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.faults.kill.worker.WorkerSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.Decimal128;

/** Compares the log with the stored rows, aggregates and dead letters. Not threadsafe. */
public final class Oracle {

  private static final int MOST_WORDS = 20;

  private final WorkerSettings settings;
  private final List<String> differences = new ArrayList<>();

  private Oracle(WorkerSettings settings) {
    this.settings = settings;
  }

  /** The findings about what these workers left behind; they must have ended. */
  public static Findings judge(WorkerSettings settings) {
    return new Oracle(settings).judge();
  }

  private Findings judge() {
    LogReading log = LogReading.of(settings.kafka(), settings.topic());
    long lost = 0;
    long doubled = 0;
    Map<String, Tally> stored = storedGroups();
    Set<String> cities = new TreeSet<>(log.groups.keySet());
    cities.addAll(stored.keySet());
    for (String city : cities) {
      Tally expected = log.groups.getOrDefault(city, Tally.NONE);
      Tally got = stored.getOrDefault(city, Tally.NONE);
      if (!expected.sameAs(got)) {
        differ("group " + city + ": got " + got + ", expected " + expected);
        long difference = got.count() - expected.count();
        lost += Math.max(difference == 0 ? 1 : 0, -difference);
        doubled += Math.max(difference == 0 ? 1 : 0, difference);
      }
    }
    return new Findings(
        log.records, log.bad.size(), lost, doubled, wrongRows(log), wrongLetters(log), differences);
  }

  private Map<String, Tally> storedGroups() {
    Map<String, Tally> stored = new HashMap<>();
    if (settings.storeIsSql()) {
      sqlGroups(stored);
    } else {
      mongoGroups(stored);
    }
    return stored;
  }

  private void sqlGroups(Map<String, Tally> stored) {
    try (Connection connection = DriverManager.getConnection(settings.store());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT city, count, sum_amount, sum_mark FROM " + WorkerSettings.AGGREGATION)) {
      while (rows.next()) {
        found(
            stored,
            rows.getString(1),
            new Tally(
                rows.getLong(2), rows.getBigDecimal(3), rows.getBigDecimal(4).toBigInteger()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the aggregates cannot be read back", e);
    }
  }

  private void mongoGroups(Map<String, Tally> stored) {
    try (MongoClient client = MongoClients.create(settings.store())) {
      for (Document document :
          client
              .getDatabase(settings.database())
              .getCollection(WorkerSettings.AGGREGATION)
              .find()) {
        found(
            stored,
            document.getString("city"),
            new Tally(
                decimal(document, "count").longValueExact(),
                decimal(document, "sum_amount"),
                decimal(document, "sum_mark").toBigIntegerExact()));
      }
    }
  }

  private void found(Map<String, Tally> stored, String city, Tally tally) {
    if (stored.put(city, tally) != null) {
      differ("group " + city + ": two documents");
      stored.put(city, new Tally(-1, BigDecimal.ZERO, BigInteger.ZERO));
    }
  }

  private static BigDecimal decimal(Document document, String field) {
    Object value = Objects.requireNonNull(document.get(field), field);
    return value instanceof Decimal128 number
        ? number.bigDecimalValue()
        : new BigDecimal(value.toString());
  }

  private long wrongRows(LogReading log) {
    long wrong = 0;
    Set<String> missing = new HashSet<>(log.rows.keySet());
    try (CqlSession session = session()) {
      for (Row row : session.execute("SELECT * FROM " + settings.keyspace() + ".visits")) {
        String key = Objects.requireNonNull(row.getString("person_id"));
        missing.remove(key);
        LogReading.Newest expected = log.rows.get(key);
        if (expected == null || !same(expected, row)) {
          wrong++;
          differ("row " + key + ": got mark " + row.getLong("mark") + ", expected " + expected);
        }
      }
    }
    missing.forEach(key -> differ("row " + key + ": missing"));
    return wrong + missing.size();
  }

  private static boolean same(LogReading.Newest expected, Row row) {
    BigDecimal amount = row.getBigDecimal("amount");
    return amount != null
        && amount.compareTo(expected.amount()) == 0
        && expected.city().equals(row.getString("city"))
        && expected.mark() == row.getLong("mark")
        && Objects.equals(expected.note(), row.getString("note"));
  }

  private CqlSession session() {
    int colon = settings.cassandra().lastIndexOf(':');
    return CqlSession.builder()
        .addContactPoint(
            new InetSocketAddress(
                settings.cassandra().substring(0, colon),
                Integer.parseInt(settings.cassandra().substring(colon + 1))))
        .withLocalDatacenter(settings.datacenter())
        .build();
  }

  /**
   * A letter's key is its id: {@code topicId-partition@offset#ordinal/stage}; the payload that
   * letters refer to has the record's position for its key.
   */
  private long wrongLetters(LogReading log) {
    Set<String> missing = new HashSet<>(log.bad);
    Set<String> strangers = new TreeSet<>();
    LogReading.readAll(
        settings.kafka(),
        settings.letters(),
        message -> {
          String id = new String(message.key(), StandardCharsets.UTF_8);
          int end = id.indexOf('#');
          boolean isLetter = end >= 0;
          String place =
              id.substring(id.lastIndexOf('-', id.indexOf('@')) + 1, isLetter ? end : id.length());
          if (log.bad.contains(place)) {
            missing.removeIf(each -> isLetter && each.equals(place));
          } else {
            strangers.add(id);
          }
        });
    missing.forEach(place -> differ("dead letter of " + place + ": missing"));
    strangers.forEach(id -> differ("dead letter " + id + ": of a good record"));
    return (long) missing.size() + strangers.size();
  }

  private void differ(String words) {
    if (differences.size() < MOST_WORDS) {
      differences.add(words);
    }
  }
}
