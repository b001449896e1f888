package dev.rollcall.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.port.DefinitionRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The definitions that write one collection, in the collection {@value #NAME} of its database: a
 * document {@code {_id: {target, pipeline}, version, since, details}} each, where the target is the
 * collection's name. A stored format. Threadsafe.
 *
 * @param errors of the target
 * @param stored the collection {@value #NAME}, with majority concerns
 * @param target the collection that is written
 * @param clock for {@code since}
 */
record MongoDefinitions(
    MongoErrors errors, MongoCollection<BsonDocument> stored, String target, Clock clock)
    implements DefinitionRegistry {

  private static final String TARGET = "target";
  private static final String PIPELINE = "pipeline";
  private static final String VERSION = "version";
  private static final String SINCE = "since";
  private static final String DETAILS = "details";

  @Override
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    try {
      stored
          .find(Filters.eq(Fields.ID + "." + TARGET, target))
          .forEach(document -> entries.add(entry(document)));
      return entries;
    } catch (RuntimeException failure) {
      throw kind(failure);
    }
  }

  private Entry entry(BsonDocument document) {
    if (document.get(Fields.ID) instanceof BsonDocument id
        && id.isString(PIPELINE)
        && document.isNumber(VERSION)
        && document.isString(DETAILS)) {
      return new Entry(
          id.getString(PIPELINE).getValue(),
          document.getNumber(VERSION).intValue(),
          document.getString(DETAILS).getValue());
    }
    throw new ConfigurationException(
        "%s: got a document of this target in %s without a pipeline, a version or details, expected one as Rollcall wrote it; correct or delete it"
            .formatted(errors.where(), NAME));
  }

  @Override
  public boolean replace(@Nullable Entry found, Entry entry) {
    BsonDocument id =
        new BsonDocument(TARGET, new BsonString(target))
            .append(PIPELINE, new BsonString(entry.pipeline()));
    BsonDocument values =
        new BsonDocument(VERSION, new BsonInt32(entry.version()))
            .append(SINCE, new BsonDateTime(clock.millis()))
            .append(DETAILS, new BsonString(entry.details()));
    if (found == null) {
      BsonDocument document = new BsonDocument(Fields.ID, id);
      document.putAll(values);
      return isWritten(new InsertOneModel<>(document));
    }
    return isWritten(
        new UpdateOneModel<>(
            new BsonDocument(Fields.ID, id)
                .append(VERSION, new BsonInt32(found.version()))
                .append(DETAILS, new BsonString(found.details())),
            new BsonDocument("$set", values)));
  }

  /**
   * As a bulk, whose errors tell a missing majority from a key that exists. A write that is refused
   * waits for a majority too, so the next {@link #entries} see what refused it.
   */
  private boolean isWritten(WriteModel<BsonDocument> model) {
    try {
      BulkWriteResult result = stored.bulkWrite(List.of(model));
      return result.getInsertedCount() + result.getMatchedCount() == 1;
    } catch (MongoBulkWriteException refused) {
      if (refused.getWriteConcernError() == null
          && refused.getWriteErrors().stream().allMatch(MongoErrors::isDuplicateKey)) {
        return false;
      }
      throw kind(refused);
    } catch (RuntimeException failure) {
      throw kind(failure);
    }
  }

  private RollcallException kind(RuntimeException failure) {
    return MongoErrors.isOfRights(failure)
        ? new ConfigurationException(
            "%s: MongoDB does not let this user read and write %s, where it is kept which definition writes a collection; grant it to the user's role: %s"
                .formatted(errors.where(), NAME, grant(stored.getNamespace().getDatabaseName())))
        : errors.of(failure);
  }

  /** The statement for mongosh that lets a role do what is done here. */
  static String grant(String database) {
    return "db.grantPrivilegesToRole(\"ROLE\", [{resource: {db: \"%s\", collection: \"%s\"}, actions: [\"find\", \"insert\", \"update\"]}])"
        .formatted(database, NAME);
  }
}
