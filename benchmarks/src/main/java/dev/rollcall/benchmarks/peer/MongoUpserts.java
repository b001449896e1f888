package dev.rollcall.benchmarks.peer;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/** Upserts into MongoDB, an unordered bulk for each batch. */
public final class MongoUpserts implements ProfileWriter {

  private static final String DATABASE = "rollcall_bench";
  private static final String[] NAMES = COLUMNS.split(", ?");
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final MongoClient client;
  private final MongoCollection<Document> collection;

  MongoUpserts(String store, String table) {
    client = connect(store);
    collection = client.getDatabase(DATABASE).getCollection(table);
  }

  private static MongoClient connect(String store) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(store))
            .uuidRepresentation(UuidRepresentation.STANDARD)
            .build());
  }

  @Override
  public void write(List<@Nullable Object[]> profiles) {
    if (!profiles.isEmpty()) {
      collection.bulkWrite(
          profiles.stream()
              .map(
                  profile ->
                      new ReplaceOneModel<>(Filters.eq(profile[0]), document(profile), UPSERT))
              .toList(),
          UNORDERED);
    }
  }

  private static Document document(@Nullable Object[] profile) {
    Document document = new Document("_id", profile[0]);
    for (int i = 1; i < NAMES.length; i++) {
      Object value = profile[i];
      document.append(NAMES[i], value instanceof Instant time ? Date.from(time) : value);
    }
    return document;
  }

  @Override
  public void close() {
    client.close();
  }

  /** Removes a collection of whichever program. */
  public static void drop(String store, String table) {
    try (MongoClient client = connect(store)) {
      client.getDatabase(DATABASE).getCollection(table).drop();
    }
  }
}
