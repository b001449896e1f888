package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

/** The server orders stored versions as {@link Row.Version} does. */
class StoredVersionLawsIT {

  private static final long[] EDGES = {Long.MIN_VALUE / 2, -1, 0, 1, 9, 10, 255, 256, 1L << 40};
  private static final int VERSIONS = 200;

  @Test
  void theServerComparesAndSortsVersionsAsWeDo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Row.Version> versions = new ArrayList<>();
    for (int i = 0; i < VERSIONS; i++) {
      versions.add(
          new Row.Version(Instant.ofEpochMilli(edge(random) / 4), edge(random), random.nextInt(4)));
    }
    try (TestDatabase database = new TestDatabase()) {
      MongoCollection<BsonDocument> collection = database.collection("versions");
      for (int i = 0; i < VERSIONS; i++) {
        collection.insertOne(
            new BsonDocument("_id", new BsonInt32(i))
                .append("v", StoredVersion.of(versions.get(i))));
      }
      List<Row.Version> sorted = new ArrayList<>();
      collection
          .find()
          .sort(Sorts.ascending("v"))
          .forEach(document -> sorted.add(StoredVersion.parse(document.get("v"))));
      assertThat(sorted).as("seed %d", seed).isEqualTo(versions.stream().sorted().toList());
      for (Row.Version version : versions.subList(0, 30)) {
        assertThat(collection.countDocuments(Filters.lt("v", StoredVersion.of(version))))
            .as("older than %s, seed %d", version, seed)
            .isEqualTo(versions.stream().filter(v -> v.compareTo(version) < 0).count());
      }
    }
  }

  private static long edge(Random random) {
    return EDGES[random.nextInt(EDGES.length)];
  }
}
