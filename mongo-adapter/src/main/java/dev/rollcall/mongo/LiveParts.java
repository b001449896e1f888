package dev.rollcall.mongo;

import dev.rollcall.core.record.Schema;
import java.util.List;

/** The aggregation behind a view of the rows whose version is that of the row they are parts of. */
final class LiveParts {

  private LiveParts() {}

  /**
   * As mongosh and extended JSON read it.
   *
   * @param parts the rows' schema, whose key begins with the key of the others
   * @param wholes the others' schema
   * @param collection where they are stored
   */
  static String pipeline(Schema parts, Schema wholes, String collection) {
    return "[{'$match': {'rollcall.deleted': false}}, %s, {'$match': {'rollcall_whole': {'$ne': []}}}, {'$project': {'rollcall_whole': 0}}]"
        .formatted(wholeOf(parts, wholes, collection));
  }

  /**
   * Removes parts that are not live, each as it was found; not markers, which are needed longer.
   *
   * @param own where the parts are stored
   */
  static String sweep(Schema parts, Schema wholes, String collection, String own) {
    return "db.getCollection('%s').aggregate([{'$match': {'rollcall.deleted': false, 'rollcall.row.timestamp': {'$lt': <the earliest record time that can still be written or replayed>}}}, %s, {'$match': {'rollcall_whole': []}}, {'$project': {'rollcall': 1}}]).forEach(part => db.getCollection('%1$s').deleteOne(part));"
        .formatted(own, wholeOf(parts, wholes, collection));
  }

  /** Adds to a part, in an array, the live row of its version. */
  private static String wholeOf(Schema parts, Schema wholes, String collection) {
    List<String> keys = wholes.keyNames();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      String path = "'$_id." + parts.keyNames().get(i) + "'";
      key.append(i == 0 ? "" : ", ")
          .append(keys.size() == 1 ? path : "'" + keys.get(i) + "': " + path);
    }
    return "{'$lookup': {'from': '%s', 'let': {'key': %s, 'definition': '$rollcall.definition', 'time': '$rollcall.recordTime', 'row': '$rollcall.row'}, 'pipeline': [{'$match': {'rollcall.deleted': false, '$expr': {'$and': [{'$eq': ['$_id', '$$key']}, {'$eq': ['$rollcall.definition', '$$definition']}, {'$eq': ['$rollcall.recordTime', '$$time']}, {'$eq': ['$rollcall.row', '$$row']}]}}}], 'as': 'rollcall_whole'}}"
        .formatted(collection, keys.size() == 1 ? key : "{" + key + "}");
  }
}
