package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random orders of three levels, flattened and recounted on their trees. */
class ItemsLawsTest {

  private static final int ROUNDS = 3_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static RecordTypeBuilder type() {
    return RecordType.named("line")
        .key("id", "s", "p", "l")
        .column("id", STRING)
        .from("$.id")
        .itemIndex("s", "shipments")
        .itemIndex("p", "shipments.parcels")
        .itemIndex("l")
        .column("city", STRING)
        .from("$.to.city")
        .column("carrier", STRING)
        .from("$.shipments[].carrier")
        .column("grams", INT64)
        .from("$.shipments[].parcels[].grams")
        .column("sku", STRING)
        .column("colour", STRING)
        .from("params[key=colour].value");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsEqualAnIndependentRecount(boolean orNull) throws Exception {
    String path = "shipments.parcels.lines";
    RecordType type = (orNull ? type().itemsOrNull(path) : type().items(path)).build();
    long seed = Long.getLong("rollcall.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      ArrayNode orders = NODES.arrayNode();
      for (int order = 0; order <= random.nextInt(3); order++) {
        orders.add(order(random, order));
      }
      String json = JSON.writeValueAsString(orders);

      List<Element> elements = One.elements(type, json, One.TIME);

      assertThat(elements.stream().map(each -> each.parent() + " " + ItemsTest.text(each)))
          .as("-Drollcall.seed=%d, round %d: %s", seed, round, json)
          .isEqualTo(recount(orders, orNull));
      assertThat(Flattener.of(type).locate(json.getBytes(StandardCharsets.UTF_8)))
          .hasSameSizeAs(elements);
    }
  }

  private static ObjectNode order(Random random, int number) {
    return object(
        random,
        List.of(
            order -> order.put("id", number),
            order -> order.set("to", object(random, List.of(to -> to.put("city", "c" + number)))),
            order ->
                array(
                    random,
                    order,
                    "shipments",
                    () ->
                        object(
                            random,
                            List.of(
                                shipment -> shipment.put("carrier", "x" + random.nextInt(9)),
                                shipment ->
                                    array(random, shipment, "parcels", () -> parcel(random)))))));
  }

  private static ObjectNode parcel(Random random) {
    return object(
        random,
        List.of(
            parcel -> parcel.put("grams", random.nextInt(900)),
            parcel -> array(random, parcel, "lines", () -> line(random))));
  }

  private static ObjectNode line(Random random) {
    return object(
        random,
        List.of(
            line -> line.put("sku", "k" + random.nextInt(9)),
            line ->
                line.putArray("params")
                    .add(NODES.objectNode().put("value", "no").put("key", "size"))
                    .add(
                        NODES
                            .objectNode()
                            .put("value", "v" + random.nextInt(9))
                            .put("key", "colour")),
            line -> line.put("carrier", "not this one").put("grams", "nor this")));
  }

  /** Fields in any order; each is missing now and then, but for the first. */
  private static ObjectNode object(Random random, List<Consumer<ObjectNode>> fields) {
    List<Consumer<ObjectNode>> shuffled = new ArrayList<>(fields);
    shuffled.removeIf(field -> !field.equals(fields.get(0)) && random.nextInt(8) == 0);
    Collections.shuffle(shuffled, random);
    ObjectNode object = NODES.objectNode();
    shuffled.forEach(field -> field.accept(object));
    return object;
  }

  private static void array(Random random, ObjectNode at, String name, Supplier<ObjectNode> each) {
    if (random.nextInt(10) == 0) {
      at.putNull(name);
      return;
    }
    ArrayNode array = at.putArray(name);
    for (int count = random.nextInt(4); count > 0; count--) {
      array.add(each.get());
    }
  }

  private static List<String> recount(JsonNode orders, boolean orNull) {
    List<String> rows = new ArrayList<>();
    JsonNode none = NODES.missingNode();
    for (int parent = 0; parent < orders.size(); parent++) {
      JsonNode order = orders.get(parent);
      int before = rows.size();
      for (int s = 0; s < order.path("shipments").size(); s++) {
        JsonNode shipment = order.path("shipments").get(s);
        int ofShipment = rows.size();
        for (int p = 0; p < shipment.path("parcels").size(); p++) {
          JsonNode parcel = shipment.path("parcels").get(p);
          for (int l = 0; l < parcel.path("lines").size(); l++) {
            JsonNode line = parcel.path("lines").get(l);
            rows.add(row(parent, order, s, shipment, p, parcel, l, line));
          }
          if (orNull && parcel.path("lines").isEmpty()) {
            rows.add(row(parent, order, s, shipment, p, parcel, -1, none));
          }
        }
        if (orNull && rows.size() == ofShipment) {
          rows.add(row(parent, order, s, shipment, -1, none, -1, none));
        }
      }
      if (orNull && rows.size() == before) {
        rows.add(row(parent, order, -1, none, -1, none, -1, none));
      }
    }
    return rows;
  }

  private static String row(
      int parent,
      JsonNode order,
      int s,
      JsonNode shipment,
      int p,
      JsonNode parcel,
      int l,
      JsonNode line) {
    return String.join(
        " ",
        String.valueOf(parent),
        order.path("id").asText(),
        String.valueOf(s),
        String.valueOf(p),
        String.valueOf(l),
        order.path("to").path("city").asText("-"),
        shipment.path("carrier").asText("-"),
        parcel.path("grams").asText("-"),
        line.path("sku").asText("-"),
        line.path("params").path(1).path("value").asText("-"));
  }
}
