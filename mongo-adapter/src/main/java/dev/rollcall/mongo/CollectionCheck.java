package dev.rollcall.mongo;

import com.mongodb.MongoCommandException;
import dev.rollcall.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses collections that cannot keep one document per key: one whose collation treats different
 * keys as equal, one sharded by anything but {@code _id} (keys are then unique within a shard
 * only), a view, and one that drops or hides documents. Logs what the server does not let it look
 * at. Threadsafe.
 */
final class CollectionCheck {

  private static final Logger LOG = LoggerFactory.getLogger(CollectionCheck.class);

  private static final Set<ServerCode> NO_LOOK =
      EnumSet.of(
          ServerCode.UNAUTHORIZED,
          ServerCode.COMMAND_NOT_FOUND,
          ServerCode.COMMAND_NOT_SUPPORTED,
          // what Atlas' load balancers say of config, too
          ServerCode.ATLAS_ERROR);

  private CollectionCheck() {}

  /**
   * Checks a collection, which need not exist.
   *
   * @param textKeys whether its keys are text or contain text
   */
  static void check(
      MongoErrors errors, MongoConnections connections, String collection, boolean textKeys) {
    List<String> problems = new ArrayList<>();
    look(errors, "its options (listCollections)", () -> connections.description(collection))
        .ifPresent(description -> problems.addAll(problems(errors.where(), description, textKeys)));
    look(errors, "its shard key (config.collections)", () -> connections.shardKey(collection))
        .filter(key -> !key.keySet().equals(Set.of(Fields.ID)))
        .ifPresent(
            key ->
                problems.add(
                    "%s: the collection is sharded by %s, expected by _id alone: one key could stand on several shards"
                        .formatted(errors.where(), String.join(", ", key.keySet()))));
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(errors.where(), problems);
    }
  }

  private static List<String> problems(String where, BsonDocument description, boolean textKeys) {
    List<String> problems = new ArrayList<>();
    String type = description.getString("type", new BsonString("collection")).getValue();
    if (!type.equals("collection")) {
      problems.add("%s: got a %s of this name, expected a collection".formatted(where, type));
    }
    BsonDocument options = description.getDocument("options", new BsonDocument());
    if (options.containsKey("capped")
        && options.get("capped").isBoolean()
        && options.getBoolean("capped").getValue()) {
      problems.add("%s: the collection is capped, and would lose documents".formatted(where));
    }
    BsonDocument collation = options.getDocument("collation", new BsonDocument());
    BsonString simple = new BsonString("simple");
    if (textKeys && !collation.getString("locale", simple).equals(simple)) {
      problems.add(
          "%s: the collection has a collation (locale %s), expected none: it may take different keys for one; make the collection without"
              .formatted(where, collation.getString("locale").getValue()));
    }
    return problems;
  }

  private static Optional<BsonDocument> look(
      MongoErrors errors, String at, Supplier<Optional<BsonDocument>> look) {
    try {
      return look.get();
    } catch (MongoCommandException refused) {
      if (ServerCode.of(refused.getCode()).filter(NO_LOOK::contains).isEmpty()) {
        throw errors.of(refused);
      }
      LOG.info(
          "{}: MongoDB does not show {} (code {}); make sure that the collection has no collation and is not sharded by anything but _id",
          errors.where(),
          at,
          ServerCode.text(refused.getCode()));
      return Optional.empty();
    } catch (RuntimeException failure) {
      throw errors.of(failure);
    }
  }
}
