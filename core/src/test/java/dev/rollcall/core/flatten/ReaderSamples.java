package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import dev.rollcall.core.user.Users;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A type of records, and records of it, for comparing readers. */
record ReaderSamples(RecordType type, Map<List<String>, Set<String>> route, byte[]... records) {

  static final String USER =
      """
      {"gender":"female","name":{"title":"Mrs","first":"Zo\u00eb","last":"H\u00f6gh"},"location":{"street":\
      {"number":5259,"name":"Jan"},"city":"'s-Hertogenbosch","state":"Zeeland","country":"Netherlands",\
      "postcode":8597,"coordinates":{"latitude":"-71.9578","longitude":"-120.7020"},"timezone":{"offset":\
      "+4:00","description":"Abu Dhabi"}},"email":"g@example.com","login":{"uuid":\
      "7a999c25-633d-4aad-ad50-af5eb41826f0","username":"toad","password":"evergreen","salt":"MgB","md5":\
      "a0","sha1":"7c","sha256":"34"},"dob":{"date":"1956-01-23T06:06:30.552Z","age":69},"registered":\
      {"date":"2021-10-27T08:49:12Z","age":4},"phone":"(0210) 598731","cell":"\\u00e9 \\\\ \\"","id":\
      {"name":"BSN","value":null},"picture":{"large":"https://x/71.jpg"},"nat":"NL"}""";

  static final String OWN =
      """
      {"id": "a-1", "at": 1700000000, "day": "2024-02-29", "price": 12.50, "ok": true, "ratio": 0.1,
       "tags": ["x", {"y": [1, 2]}], "meta": {"a":1,"b":"\u20ac"}, "kind": "o", "n": -0, "more": {"deep": {"er": []}}}""";

  static RecordType own() {
    return ownBuilder().build();
  }

  private static RecordTypeBuilder ownBuilder() {
    return RecordType.named("own")
        .key("id")
        .column("id", ColumnType.STRING)
        .column("at", ColumnType.TIMESTAMP)
        .epoch(EpochUnit.SECONDS)
        .column("day", ColumnType.DATE)
        .decimal("price", 10, 2)
        .column("ok", ColumnType.BOOLEAN)
        .column("ratio", ColumnType.FLOAT64)
        .column("tags", ColumnType.JSON)
        .column("meta", ColumnType.JSON)
        .column("a", ColumnType.INT64)
        .from("meta.a")
        .column("n", ColumnType.INT64)
        .elseNull()
        .error("error");
  }

  private static byte[] bytes(String envelope) {
    return envelope.replace("%s", USER).getBytes(UTF_8);
  }

  private static byte[] inner(String envelope) {
    return envelope.replace("%s", OWN.replaceAll("\\s", "")).getBytes(UTF_8);
  }

  private static final String ORDER =
      """
      {"id":"o-1","at":"2026-03-01T10:15:00.000Z","to":{"id":7,"pin":1,"city":"Malm\u00f6"},"lines":[{"sku":"s-1","md5":"x",\
      "qty":1,"net":"12.50","tags":["new",{"a":1}],"note":""},{"sku":"s-2","qty":2,"net":"0.00","tags":[]},\
      {"net":3.5,"qty":"3","sku":"\u20ac"}],"ref":"r \\"x\\"","open":true}""";

  private static final String SHIPPED =
      """
      {"shipments":[{"carrier":"sea","parcels":[{"box":{"grams":900},"lines":[{"sku":"a"},{"sku":"b","x":1}]},\
      {"lines":[]}]},{"parcels":[{"lines":[{"sku":"c"}],"box":{"grams":1}}],"carrier":"road"},{"carrier":""}],\
      "id":"o-2"}""";

  private static RecordTypeBuilder lines() {
    return RecordType.named("line")
        .key("id", "line")
        .items("lines")
        .column("id", ColumnType.STRING)
        .from("$.id")
        .itemIndex("line")
        .column("at", ColumnType.TIMESTAMP)
        .from("$.at")
        .column("customer", ColumnType.INT64)
        .from("$.to.id")
        .column("city", ColumnType.STRING)
        .from("$.to.city")
        .column("ref", ColumnType.STRING)
        .from("$.ref")
        .column("joined", ColumnType.STRING)
        .from("{$.to.city}/{sku}")
        .column("sku", ColumnType.STRING)
        .required()
        .column("qty", ColumnType.INT64)
        .elseNull()
        .decimal("net", 10, 2)
        .decimalText()
        .column("note", ColumnType.STRING)
        .emptyIsNull()
        .error("error");
  }

  private static RecordTypeBuilder deep() {
    return RecordType.named("parcel_line")
        .key("id", "s", "p", "l")
        .column("id", ColumnType.STRING)
        .from("$.id")
        .itemIndex("s", "shipments")
        .itemIndex("p", "shipments.parcels")
        .itemIndex("l")
        .column("carrier", ColumnType.STRING)
        .from("$.shipments[].carrier")
        .column("grams", ColumnType.INT64)
        .from("$.shipments[].parcels[].box.grams")
        .column("sku", ColumnType.STRING)
        .from("sku");
  }

  private static byte[] orders(String envelope) {
    return envelope.replace("%s", ORDER).getBytes(UTF_8);
  }

  /** Types whose rows are items. */
  static List<ReaderSamples> ofItems() {
    byte[] order = ORDER.getBytes(UTF_8);
    byte[] shipped = SHIPPED.getBytes(UTF_8);
    return List.of(
        new ReaderSamples(
            lines().envelope("all").build(), Map.of(), order, orders("{\"all\":[%s,%s],\"n\":1}")),
        new ReaderSamples(
            lines()
                .column("tags", ColumnType.JSON)
                .column("item", ColumnType.JSON)
                .from("@")
                .column("all", ColumnType.JSON)
                .from("$.lines")
                .build(),
            Map.of(),
            order,
            orders("[%s,{\"id\":1,\"lines\":[7,null,\"x\",[1],{\"sku\":2}]}]")),
        new ReaderSamples(
            lines().alsoUnder("payload.after").secret("md5", "to.pin").build(),
            Map.of(List.of("open"), Set.of("true")),
            order,
            orders("{\"payload\":{\"after\":%s},\"lines\":null}"),
            orders(
                "{\"payload\":{\"after\":%s},\"open\":true,\"id\":\"o\",\"lines\":[{\"sku\":1}]}")),
        new ReaderSamples(
            RecordType.named("within")
                .key("id", "no")
                .itemsOrNull("data.order.lines")
                .alsoUnder("user")
                .column("id", ColumnType.STRING)
                .from("$.id")
                .column("no", ColumnType.STRING)
                .from("{@}", "{sku}-{$.id}")
                .otherwise((row, time) -> "none")
                .build(),
            Map.of(),
            orders("{\"id\":\"i\",\"data\":{\"x\":{},\"order\":%s}}"),
            orders("{\"user\":{\"data\":{\"order\":%s},\"id\":\"u\"}}"),
            orders("{\"data\":{\"order\":[%s,{}]},\"id\":\"u\"}")),
        new ReaderSamples(deep().items("shipments.parcels.lines").build(), Map.of(), shipped),
        new ReaderSamples(
            deep().itemsOrNull("shipments.parcels.lines").build(),
            Map.of(List.of("id"), Set.of("o-2")),
            shipped,
            ("[" + SHIPPED + "," + SHIPPED + "]").getBytes(UTF_8)));
  }

  static List<ReaderSamples> all() {
    return Stream.of(ofUsers(), ofOwn(), ofItems()).flatMap(List::stream).toList();
  }

  static List<ReaderSamples> ofUsers() {
    byte[] user = USER.getBytes(UTF_8);
    return List.of(
        new ReaderSamples(Users.recordType(), Map.of(), user),
        new ReaderSamples(
            Users.recordType(),
            Map.of(),
            bytes("[%s]"),
            bytes("{\"results\":[%s,%s],\"info\":{\"seed\":\"x\"}}")),
        new ReaderSamples(
            Users.recordType(),
            Map.of(List.of("nat"), Set.of("NL")),
            bytes("[%s,{\"results\": [%s], \"nat\":\"NL\"}]"),
            bytes("{\"results\":[{\"nat\":\"NL\",\"results\":[%s]},%s]}")));
  }

  /** A type of every kind of column. */
  static List<ReaderSamples> ofOwn() {
    byte[] own = OWN.getBytes(UTF_8);
    return List.of(
        new ReaderSamples(own(), Map.of(), own, OWN.replaceAll("\\s", "").getBytes(UTF_8)),
        new ReaderSamples(
            ownBuilder().envelope("all").envelope("meta.list").build(),
            Map.of(),
            inner("{\"tags\":[1],\"all\":[%s,%s],\"meta\":{\"list\":[1]}}"),
            inner("[%s,{\"id\":\"1\",\"meta\":{\"c\":3},\"all\":[{\"all\":[%s]}]}]"),
            inner("{\"meta\":{\"list\":[%s]},\"tags\":{}}")),
        new ReaderSamples(own(), Map.of(List.of("kind"), Set.of("o", "7")), own));
  }
}
