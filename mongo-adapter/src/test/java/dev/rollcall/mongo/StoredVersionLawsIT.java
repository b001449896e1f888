package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guard takes stored versions for older exactly where {@link Row.Version} does. */
class StoredVersionLawsIT {

  private static final long[] EDGES = {Long.MIN_VALUE / 2, -1, 0, 1, 9, 10, 255, 256, 1L << 40};
  private static final int[] DEFINITIONS = {1, 2, 9, 10, Integer.MAX_VALUE};
  private static final int VERSIONS = 200;

  private final TestDatabase database = new TestDatabase();
  private final MongoCollection<BsonDocument> collection = database.collection("versions");

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void theServerComparesVersionsAsWeDo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Row.Version> versions = new ArrayList<>();
    for (int i = 0; i < VERSIONS; i++) {
      versions.add(version(random));
      collection.insertOne(document(i, StoredVersion.of(versions.get(i))));
    }

    for (Row.Version version : versions.subList(0, 50)) {
      assertThat(
              collection
                  .find(StoredVersion.notNewerThan(version))
                  .map(document -> document.getInt32("_id").getValue())
                  .into(new ArrayList<>()))
          .as("not newer than %s, seed %d", version, seed)
          .allSatisfy(i -> assertThat(versions.get(i)).isLessThanOrEqualTo(version))
          .hasSize((int) versions.stream().filter(v -> v.compareTo(version) <= 0).count());
    }
    collection
        .find()
        .forEach(
            document ->
                assertThat(StoredVersion.parse(document))
                    .as("seed %d", seed)
                    .isEqualTo(versions.get(document.getInt32("_id").getValue())));
  }

  @Test
  void versionsInAnyOrderLeaveTheNewestAndTheLastOfEquals() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Row.Version newest = null;
    for (int i = 0; i < VERSIONS; i++) {
      Row.Version version = version(random);
      boolean replaces = newest == null || version.compareTo(newest) >= 0;
      newest = replaces ? version : newest;

      assertThat(replaced(version))
          .as("%s after %s, seed %d", version, newest, seed)
          .isEqualTo(replaces);
      assertThat(replaced(newest)).as("again, seed %d", seed).isTrue();
    }
  }

  @Test
  void neitherTheOrderOfFieldsNorAShellsNumbersChangeWhatIsNewer() {
    Row.Version stored = new Row.Version(2, Instant.ofEpochMilli(1_000), 7, 3);
    BsonDocument row = StoredVersion.of(stored).getDocument("row");
    collection.insertOne(
        document(
            0,
            new BsonDocument(
                    "row",
                    new BsonDocument("ordinal", new BsonDouble(3))
                        .append("offset", new BsonDouble(7))
                        .append("timestamp", row.get("timestamp")))
                .append("recordTime", new BsonDateTime(0))
                .append("definition", new BsonDouble(2))));

    assertThat(StoredVersion.parse(collection.find().first())).isEqualTo(stored);
    assertThat(countNotNewer(new Row.Version(1, Instant.ofEpochMilli(2_000), 8, 4))).isZero();
    assertThat(countNotNewer(new Row.Version(2, Instant.ofEpochMilli(1_000), 7, 2))).isZero();
    assertThat(countNotNewer(new Row.Version(2, Instant.ofEpochMilli(1_000), 6, 9))).isZero();
    assertThat(countNotNewer(stored)).isOne();
    assertThat(countNotNewer(new Row.Version(2, Instant.ofEpochMilli(1_000), 8, 0))).isOne();
    assertThat(countNotNewer(new Row.Version(3, Instant.EPOCH, 0, 0))).isOne();
  }

  private long countNotNewer(Row.Version version) {
    return collection.countDocuments(StoredVersion.notNewerThan(version));
  }

  /** False if the stored version is newer, which a duplicate key shows. */
  private boolean replaced(Row.Version version) {
    try {
      collection.replaceOne(
          Filters.and(Filters.eq("_id", 0), StoredVersion.notNewerThan(version)),
          document(0, StoredVersion.of(version)),
          new ReplaceOptions().upsert(true));
      return true;
    } catch (MongoWriteException duplicate) {
      assertThat(duplicate.getCode()).isEqualTo(11_000);
      return false;
    }
  }

  private static BsonDocument document(int id, BsonDocument own) {
    return new BsonDocument("_id", new BsonInt32(id)).append("rollcall", own);
  }

  private static Row.Version version(Random random) {
    return new Row.Version(
        DEFINITIONS[random.nextInt(DEFINITIONS.length)],
        Instant.ofEpochMilli(edge(random) / 4),
        Instant.ofEpochMilli(edge(random) / 4),
        edge(random),
        random.nextInt(4));
  }

  private static long edge(Random random) {
    return EDGES[random.nextInt(EDGES.length)];
  }
}
