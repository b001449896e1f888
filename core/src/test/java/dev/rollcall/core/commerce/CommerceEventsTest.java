package dev.rollcall.core.commerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Texts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommerceEventsTest {

  private static final Instant TIME = Instant.parse("2026-06-15T12:00:00Z");

  private static final String VIEW =
      """
      {"event_time":"2019-10-01 00:00:00 UTC","event_type":"view","product_id":"3900821",
       "category_id":"2053013552326770905","category_code":"appliances.environment.water_heater",
       "brand":"aqua","price":"33.20","user_id":"554748717",
       "user_session":"9333dfbd-b87a-4708-9857-6336556b0fcc"}
      """;

  @Test
  void anEventIsReadWhole() {
    Row row = event(VIEW);
    assertThat(row.schema().names())
        .containsExactly(
            "event_id",
            "event_time",
            "day",
            "event_type",
            "product_id",
            "category_id",
            "category_code",
            "category",
            "brand",
            "price",
            "revenue",
            "user_id",
            "user_session");
    assertThat(CommerceEvent.of(row))
        .isEqualTo(
            new CommerceEvent(
                // stored keys depend on it: never to be changed
                UUID.fromString("19adf571-5dee-5c51-818a-8741574d17d5"),
                Instant.parse("2019-10-01T00:00:00Z"),
                CommerceEvent.Type.VIEW,
                3900821,
                new CommerceEvent.Category(
                    2053013552326770905L, "appliances.environment.water_heater", "appliances"),
                "aqua",
                new BigDecimal("33.20"),
                new BigDecimal("0.00"),
                554748717L,
                "9333dfbd-b87a-4708-9857-6336556b0fcc"));
    assertThat(row.getDate("day")).isEqualTo(LocalDate.of(2019, 10, 1));
  }

  @Test
  void numbersAndIsoTimesAreTheSameEventAsTexts() {
    assertThat(
            event(
                """
                {"event_time":"2019-10-01T02:00:00+02:00","event_type":"view","product_id":3900821,
                 "category_id":2053013552326770905,"brand":"aqua","price":33.2,
                 "category_code":"appliances.environment.water_heater","user_id":554748717,
                 "user_session":"9333dfbd-b87a-4708-9857-6336556b0fcc"}
                """))
        .isEqualTo(event(VIEW));
  }

  @Test
  void emptyTextsAreNull() {
    Row row =
        event(
            """
            {"event_time":"2019-10-01 00:00:00 UTC","event_type":"cart","product_id":"1",
             "category_id":"","category_code":"","brand":"","price":"","user_id":"",
             "user_session":""}
            """);
    for (String column :
        new String[] {
          "category_id", "category_code", "category", "brand", "price", "user_id", "user_session"
        }) {
      assertThat(row.get(column)).as(column).isNull();
    }
    assertThat(CommerceEvent.of(row).type()).isEqualTo(CommerceEvent.Type.CART);
  }

  @ParameterizedTest
  @CsvSource({"view,0.00", "cart,0.00", "remove_from_cart,0.00", "purchase,33.20"})
  void onlyAPurchaseHasRevenue(String type, BigDecimal revenue) {
    assertThat(event(VIEW.replace("view", type)).getDecimal("revenue")).isEqualTo(revenue);
  }

  @ParameterizedTest
  @CsvSource({"electronics.smartphone,electronics", "kids,kids", ".phone,", "a..b,a"})
  void theCategoryIsTheTopLevelOfItsCode(String code, String category) {
    assertThat(
            event(VIEW.replace("appliances.environment.water_heater", code)).getString("category"))
        .isEqualTo(category);
  }

  @Test
  void anUnknownEventTypeIsADeadLetterThatSaysWhichAreKnown() {
    Element.Unmappable refused = refused(VIEW.replace("view", "click"));
    assertThat(refused.reasonClass()).isEqualTo("not-allowed");
    assertThat(refused.reason())
        .isEqualTo(
            "column 'event_type' (commerce_event): got \"click\", expected one of view, cart,"
                + " remove_from_cart, purchase");
    assertThat(refused(VIEW.replace("view", "View")).reasonClass()).isEqualTo("not-allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cheap", "33.205", "NaN", "33,20", "1e999999999", "12345678901234567.00"})
  void aPriceThatIsNoSumOfMoneyIsADeadLetter(String price) {
    Element.Unmappable refused = refused(VIEW.replace("33.20", price));
    assertThat(refused.reasonClass()).isEqualTo("wrong-type");
    assertThat(refused.reason()).contains("'price'", price, "decimal");
  }

  @Test
  void aPurchaseWithoutAPriceIsADeadLetterAndAViewIsNot() {
    String priceless = VIEW.replace("33.20", "");
    Element.Unmappable refused = refused(priceless.replace("view", "purchase"));
    assertThat(refused.reasonClass()).isEqualTo("missing-value");
    assertThat(refused.reason())
        .isEqualTo(
            "column 'revenue' (commerce_event): got no value, expected the price that a purchase"
                + " has");
    assertThat(event(priceless).isNull("price")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_time", "event_type", "product_id"})
  void whatIsMissingIsNamed(String field) {
    Element.Unmappable refused = refused(VIEW.replace(field, "other"));
    assertThat(refused.reasonClass()).isEqualTo("missing-value");
    assertThat(refused.reason()).contains("column '" + field + "'");
  }

  @Test
  void withoutAnIdTheKeyIsOfTimeTypeProductUserAndSession() {
    Object id = event(VIEW).get("event_id");
    assertThat(event(VIEW.replace("33.20", "9.99").replace("aqua", "x")).get("event_id"))
        .isEqualTo(id);
    assertThat(
            Stream.of(
                    VIEW,
                    VIEW.replace("00:00:00", "00:00:01"),
                    VIEW.replace("view", "cart"),
                    VIEW.replace("3900821", "3900822"),
                    VIEW.replace("554748717", ""),
                    VIEW.replace("9333dfbd", "9333dfbe"))
                .map(json -> event(json).get("event_id")))
        .doesNotHaveDuplicates();
  }

  @Test
  void anEventIdIsTheKey() {
    UUID uuid = UUID.fromString("155e77ee-ba6d-486f-95ce-0e0c0fb4b919");
    assertThat(event(withId(uuid.toString())).get("event_id")).isEqualTo(uuid);
    UUID line1 = (UUID) event(withId("load 7:1")).get("event_id");
    assertThat(line1).hasToString("830d07ea-8e58-546f-989b-ffbf22449f3d");
    assertThat(event(withId("load 7:2")).get("event_id")).isNotEqualTo(line1);
  }

  @Test
  void theRawEventCanBeAColumnToo() {
    String sent = VIEW.replaceFirst("\\{", "{\"extra\":[1,{\"a\":null}],");
    Row row =
        ((Element.Accepted)
                Flattener.of(CommerceEvents.recordTypeWithRaw())
                    .flatten(sent.getBytes(StandardCharsets.UTF_8), TIME)
                    .get(0))
            .row();
    assertThat(row.getString("raw")).isEqualTo(sent.replaceAll("\\s+(?=[\"}]|$)", ""));
    assertThat(CommerceEvent.of(row)).isEqualTo(CommerceEvent.of(event(VIEW)));
  }

  @Test
  void itsTextNamesNobody() {
    assertThat(CommerceEvent.of(event(VIEW)).toString()).doesNotContain("554748717", "9333dfbd");
  }

  private static String withId(String id) {
    return VIEW.replaceFirst("\\{", "{\"event_id\":\"" + id + "\",");
  }

  private static Row event(String json) {
    Element element = element(json);
    assertThat(element).isInstanceOf(Element.Accepted.class);
    return ((Element.Accepted) element).row();
  }

  private static Element.Unmappable refused(String json) {
    Element element = element(json);
    assertThat(element).isInstanceOf(Element.Unmappable.class);
    return (Element.Unmappable) element;
  }

  private static Element element(String json) {
    return Flattener.of(CommerceEvents.recordType())
        .flatten(json.getBytes(StandardCharsets.UTF_8), TIME)
        .get(0);
  }

  @Test
  void itsDocumentsGoOnUnderTheNameTheyWereMadeUnder() {
    assertThat(hash(CommerceEvents.recordType()))
        .isEqualTo("c7695942760065986b53314687405cb12e7e6aedbff0a55845c2a391adeadfa6");
    assertThat(hash(Orders.recordType()))
        .isEqualTo("2aee9d8fe5bb33722d91a6c04b6314061142dd1f7089b6d5f5307aeaa35a2bec");
  }

  private static String hash(RecordType type) {
    return Texts.sha256(
        RecordDefinition.of(type).describeAsFormerly().getBytes(StandardCharsets.UTF_8));
  }
}
