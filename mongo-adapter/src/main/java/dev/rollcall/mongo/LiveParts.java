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
    List<String> keys = wholes.keyNames();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      String path = "'$_id." + parts.keyNames().get(i) + "'";
      key.append(i == 0 ? "" : ", ")
          .append(keys.size() == 1 ? path : "'" + keys.get(i) + "': " + path);
    }
    return "[{'$match': {'rollcall.deleted': false}}, {'$lookup': {'from': '%s', 'let': {'key': %s, 'definition': '$rollcall.definition', 'time': '$rollcall.recordTime', 'row': '$rollcall.row'}, 'pipeline': [{'$match': {'rollcall.deleted': false, '$expr': {'$and': [{'$eq': ['$_id', '$$key']}, {'$eq': ['$rollcall.definition', '$$definition']}, {'$eq': ['$rollcall.recordTime', '$$time']}, {'$eq': ['$rollcall.row', '$$row']}]}}}], 'as': 'rollcall_whole'}}, {'$match': {'rollcall_whole': {'$ne': []}}}, {'$project': {'rollcall_whole': 0}}]"
        .formatted(collection, keys.size() == 1 ? key : "{" + key + "}");
  }
}
