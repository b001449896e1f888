package dev.rollcall.faults.kill;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.rollcall.faults.visit.Findings;
import dev.rollcall.faults.visit.LogContent;
import dev.rollcall.faults.visit.StoredVisits;
import dev.rollcall.faults.visit.Tally;
import dev.rollcall.faults.visit.VisitRow;
import dev.rollcall.faults.worker.WorkerSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;

/** Reads back what workers stored, with plain drivers; the workers must have ended. */
record StoreReader(WorkerSettings settings, StoredVisits stored) {

  /** Rows, aggregates and dead letters, compared with the log. */
  static Findings compareWithLog(WorkerSettings settings, String aggregates) {
    StoreReader reader = new StoreReader(settings, new StoredVisits());
    LogContent log = LogContent.of(settings.kafka(), settings.name());
    if (aggregates.startsWith("jdbc:")) {
      reader.readSql(aggregates);
    } else {
      reader.readMongo(aggregates);
    }
    reader.readRows();
    reader.readLetters();
    return Findings.of(log, reader.stored);
  }

  private void readSql(String url) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT city, count, sum_amount, sum_mark FROM " + WorkerSettings.AGGREGATION)) {
      while (rows.next()) {
        stored.addGroup(
            rows.getString(1),
            new Tally(
                rows.getLong(2), rows.getBigDecimal(3), rows.getBigDecimal(4).toBigIntegerExact()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the aggregates cannot be read back", e);
    }
  }

  private void readMongo(String url) {
    try (MongoClient client = MongoClients.create(url)) {
      for (Document document :
          client.getDatabase(settings.name()).getCollection(WorkerSettings.AGGREGATION).find()) {
        stored.addGroup(document.getString("city"), Tally.of(document));
      }
    }
  }

  private void readRows() {
    URI address = URI.create("cql://" + settings.cassandra());
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(address.getHost(), address.getPort()))
            .withLocalDatacenter(settings.datacenter())
            .build()) {
      for (Row row :
          session.execute("SELECT * FROM " + settings.name() + "." + WorkerSettings.TABLE)) {
        stored.addRow(
            Objects.requireNonNull(row.getString("person_id")),
            new VisitRow(
                row.getString("city"),
                row.getBigDecimal("amount"),
                row.getLong("mark"),
                row.getString("note")));
      }
    }
  }

  /**
   * A letter's key is its id, {@code topicId-partition@offset#ordinal/stage}, and may come several
   * times; the payload that letters refer to has the record's position for its key.
   */
  private void readLetters() {
    Set<String> letters = new HashSet<>();
    Set<String> payloads = new HashSet<>();
    LogContent.forEach(
        settings.kafka(),
        settings.letters(),
        message -> {
          String id = new String(message.key(), StandardCharsets.UTF_8);
          (id.contains("#") ? letters : payloads).add(id);
        });
    letters.forEach(id -> stored.addLetter(place(id)));
    letters.forEach(id -> payloads.remove(id.substring(0, id.indexOf('#'))));
    payloads.forEach(id -> stored.addProblem("payload " + id + ": of no dead letter"));
  }

  /** {@code partition@offset}. */
  private static String place(String id) {
    return id.substring(id.lastIndexOf('-', id.indexOf('@')) + 1, id.indexOf('#'));
  }
}
