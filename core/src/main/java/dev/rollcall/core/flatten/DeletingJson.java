package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.ColumnMapping;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.JsonSource;
import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Writes the JSON from which a record type reads the key of a delete. Not threadsafe. */
final class DeletingJson {

  private static final JsonNodeFactory NODES = new JsonNodeFactory(true);

  private final RecordDefinition type;
  private final List<String> keyNames;

  DeletingJson(RecordDefinition type) {
    this.type = type;
    this.keyNames = type.schema().keyNames();
  }

  /** The key of a tombstone: an object with each column at the first of its paths. */
  byte[] messageKey(String... key) {
    ObjectNode root = NODES.objectNode();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < key.length; i++) {
      put(root, type.deletes().tombstone().get(i), List.of(), key[i], problems);
    }
    return complete(root, problems);
  }

  /** The element that meets the first condition that can be met by the key alone. */
  byte[] element(String... key) {
    List<String> problems = new ArrayList<>();
    for (Deletes.Condition condition : type.deletes().conditions()) {
      ObjectNode root = NODES.objectNode();
      int before = problems.size();
      place(root, condition.path(), literal(condition.value()));
      for (int i = 0; i < key.length; i++) {
        put(root, column(keyNames.get(i)), condition.keyBelow(), key[i], problems);
      }
      if (problems.size() == before) {
        return complete(root, List.of());
      }
    }
    return complete(NODES.objectNode(), problems.stream().distinct().toList());
  }

  /** For the key of a message whose own key nobody reads. */
  byte[] array(String... key) {
    ArrayNode array = NODES.arrayNode();
    List.of(key).forEach(array::add);
    return array.toString().getBytes(UTF_8);
  }

  private ColumnMapping column(String name) {
    return type.mappings().stream()
        .filter(mapping -> mapping.column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void put(
      ObjectNode root,
      ColumnMapping column,
      List<String> below,
      String text,
      List<String> problems) {
    String name = "key column '" + column.column().name() + "' ";
    if (column.sources().isEmpty()) {
      problems.add(name + "is made by a function of other columns");
      return;
    }
    JsonSource source = column.sources().get(0);
    if (source.isElement() || source.isTemplate()) {
      problems.add(name + "is read from '" + source.text() + "', which is more than one field");
      return;
    }
    if (!source.beside().isEmpty()) {
      problems.add(
          name + "is read only beside a number at '" + PathStep.written(source.beside()) + "'");
      return;
    }
    if (source.paths().get(0).stream().anyMatch(PathStep::isSelected)) {
      problems.add(name + "is read from one object of an array: '" + source.text() + "'");
      return;
    }
    List<String> path = JsonSource.below(below, source.paths().get(0));
    if (!place(root, path, scalar(column.column().type(), source.unit() != null, text))) {
      problems.add(name + "stands at or below another field that is needed");
    }
  }

  /** Puts the value at the path; false if something else is there. */
  private static boolean place(ObjectNode root, List<String> path, JsonNode value) {
    ObjectNode at = root;
    for (String name : path.subList(0, path.size() - 1)) {
      JsonNode next = at.get(name);
      if (next == null) {
        at = at.putObject(name);
      } else if (next instanceof ObjectNode object) {
        at = object;
      } else {
        return false;
      }
    }
    String last = path.get(path.size() - 1);
    if (at.has(last)) {
      return false;
    }
    at.set(last, value);
    return true;
  }

  private static JsonNode literal(String text) {
    return text.equals("true") || text.equals("false")
        ? NODES.booleanNode(text.equals("true"))
        : NODES.textNode(text);
  }

  private static JsonNode scalar(ColumnType type, boolean isEpoch, String text) {
    boolean isNumber =
        isEpoch
            || type == ColumnType.INT64
            || type == ColumnType.FLOAT64
            || type == ColumnType.DECIMAL;
    if (isNumber && text.matches("-?\\d{1,1000}(\\.\\d{1,1000})?")) {
      return NODES.numberNode(new BigDecimal(text));
    }
    return type == ColumnType.BOOLEAN ? literal(text) : NODES.textNode(text);
  }

  private byte[] complete(ObjectNode root, List<String> problems) {
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(
          "record type '"
              + type.name()
              + "': a message that deletes cannot be made of the key alone; make one as its source"
              + " would, and have it read: DeleteMessage.read(type, key, value)",
          problems);
    }
    return root.toString().getBytes(UTF_8);
  }
}
