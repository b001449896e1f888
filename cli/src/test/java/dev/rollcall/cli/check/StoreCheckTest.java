package dev.rollcall.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.examples.CommerceAnalytics;
import dev.rollcall.examples.CreatedUsers;
import dev.rollcall.examples.UserWarehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreCheckTest {

  private static final Definition USERS =
      (tables, figures, letters) -> CreatedUsers.pipeline(tables.get(0), letters);
  private static final Definition WAREHOUSE =
      (tables, figures, letters) -> UserWarehouse.pipeline(tables.get(0), figures, letters);
  private static final Definition SHOP =
      (tables, figures, letters) ->
          CommerceAnalytics.pipeline("shop", tables.get(0), tables.get(1), figures, letters);

  private static final String PRESENT =
      """
      {"gender": "female", "name": {"first": "Ana", "last": "Ko"},
       "location": {"street": {"number": 1, "name": "Elm"}, "city": "C", "state": "S",
                    "country": "Germany", "postcode": 12345},
       "email": "ana.ko@example.com",
       "login": {"uuid": "11111111-2222-4333-8444-555555555551", "username": "anak"},
       "dob": {"date": "1990-01-02T03:04:05.678Z", "age": 36},
       "registered": {"date": "2015-01-02T03:04:05.678Z", "age": 11},
       "phone": "030-1", "picture": {"medium": "https://example.com/m.jpg"}, "nat": "DE"}""";

  /** What the systems take, or refuse, must not be taken for a fault. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        PRESENT,
        // 1.1: times as text, no id
        """
        {"gender": "female", "name": {"title": "ms", "first": "ilva", "last": "stone"},
         "location": {"street": "12 elm road", "city": "larkton", "state": "ohio"},
         "email": "ilva.stone@example.com", "login": {"username": "ilvas"},
         "dob": "1980-02-03 04:05:06", "registered": "2005-06-07 08:09:10", "nat": "US"}""",
        // 0.4 to 0.8: a user below 'user', times as seconds
        """
        {"user": {"gender": "male", "name": {"first": "ed", "last": "ray"},
         "location": {"street": "1 oak", "city": "x", "state": "y", "zip": "00123"},
         "email": "ed.ray@example.com", "username": "edray", "dob": "322941342",
         "registered": "1119471152", "picture": "https://example.com/p.jpg"}, "seed": "s"}""",
        // 1.0: seconds as numbers
        """
        {"gender": "male", "name": {"first": "ed", "last": "ray"},
         "location": {"street": "1 oak", "city": "x", "state": "y", "postcode": 123},
         "email": "ed.ray@example.com", "login": {"username": "edray"}, "dob": 322941342,
         "registered": 1119471152, "nat": "FR"}""",
        // created-users
        """
        {"id": "21111111-2222-4333-8444-555555555551", "first_name": "Mo", "last_name": "La",
         "gender": "male", "address": "12 Elm Rd, Larkton, Ohio, United States",
         "post_code": 12345, "email": "mo.la@example.com", "username": "mola1",
         "dob": "1990-01-02T03:04:05.678Z", "registered_date": "2015-01-02T03:04:05.678Z",
         "phone": "1", "picture": "m"}""",
        // other APIs of invented users
        """
        {"id": 1, "firstName": "Emily", "lastName": "Johnson", "age": 28, "gender": "female",
         "email": "emily@example.com", "username": "emilys", "birthDate": "1996-5-30",
         "address": {"address": "626 Main", "city": "Phoenix", "postalCode": "29112"}}""",
        "{\"id\": 7, \"email\": \"g@reqres.in\", \"first_name\": \"G\", \"avatar\": \"a\"}",
        // without a login, an e-mail, a name, a time
        "{\"name\": {\"first\": \"A\", \"last\": \"B\"}, \"dob\": {\"date\": \"1990-01-02\"}}",
        "{\"login\": {\"uuid\": \"x\"}}",
        "{\"login\": {\"uuid\": \"11111111-2222-4333-8444-555555555551\"}}",
        "{\"login\": {\"uuid\": \"11111111-2222-4333-8444-555555555551\"}, \"dob\": \"never\"}",
        "{\"login\": {\"uuid\": \"11111111-2222-4333-8444-555555555551\"}, \"dob\": 1990}",
        "{\"login\": {\"username\": \"a\"}, \"dob\": {\"date\": \"2190-01-02T00:00:00Z\"}}",
        "{\"login\": {\"username\": \"a\"}, \"dob\": {\"age\": 400}, \"email\": \"a b@c\"}",
        "{\"email\": \"ünï@exämple.com\", \"name\": {\"first\": \" x  y \", \"last\": \"\"}}",
        // refused for a column that no table has, and for JSON that is not strict
        """
        {"name": {"first": "Ana", "last": "Ko"}, "email": "ana.ko@example.com",
         "location": {"coordinates": {"latitude": "- 30.1"}},
         "login": {"uuid": "11111111-2222-4333-8444-555555555556"},
         "dob": {"date": "1990-01-02T03:04:05.678Z", "age": 36},
         "registered": {"date": "2015-01-02T03:04:05.678Z"}}""",
        """
        {"name": {"first": "Ana", "last": "Ko"}, "email": "ana.ko@example.com", "phone": ["1"],
         "login": {"uuid": "11111111-2222-4333-8444-555555555556"},
         "dob": {"date": "1990-01-02T03:04:05.678Z", "age": 36},
         "registered": {"date": "2015-01-02T03:04:05.678Z"}}""",
        """
        {"name": {"first": "Ana", "last": "Ko"}, "email": "b@c.de", "email": "ana.ko@example.com",
         "login": {"uuid": "11111111-2222-4333-8444-555555555556"},
         "dob": {"date": "1990-01-02T03:04:05.678Z", "age": 36},
         "registered": {"date": "2015-01-02T03:04:05.678Z"}}""",
        // dead letters whole
        "{\"error\": \"too many\"}",
        "{\"results\": []}",
        "[]",
        "{}",
        "7",
        "null",
        "",
        "{\"a\": ",
        "\u0000"
      })
  void usersOfAllFormsAgree(String user) {
    for (Definition definition : List.of(USERS, WAREHOUSE)) {
      CheckedRun run = new CheckedRun(definition, 1, PlainReading.USERS, user, user, PRESENT);

      assertThat(run.check()).allSatisfy(check -> assertThat(check.differences()).isEmpty());
      assertThat(run.readByHand()).as("the one beyond doubt").isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': '1'",
        "'event_time': '2019-12-01T00:00:00.123Z', 'event_type': 'view', 'product_id': 1",
        "'event_time': '1969-07-20 20:17:40 UTC', 'event_type': 'cart', 'product_id': 1",
        "'event_time': '0001-01-01 00:00:00 UTC', 'event_type': 'cart', 'product_id': 1",
        "'event_time': '2019-02-30 00:00:00 UTC', 'event_type': 'cart', 'product_id': 1",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'look', 'product_id': 1",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': ''",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'purchase', 'product_id': 1",
        "'event_time': '', 'event_type': 'view', 'product_id': 1",
        "'event_type': 'view', 'product_id': 1, 'price': 'n/a'",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': 1, 'price': '1.234'",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': 1, 'price': '-1.20'",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': 1, 'price': 3",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': 1.5",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': '007'",
        "'event_time': '2019-12-01 00:00:00 UTC', 'event_type': ['view'], 'product_id': true",
        "'event_id': 'a', 'event_time': '2019-12-01 00:00:00 UTC', 'event_type': 'view', 'product_id': 1",
        "'event_time': 1575158400, 'event_type': 'view', 'product_id': 1"
      })
  void eventsOfAllFormsAgree(String fields) {
    String event = "{" + fields.replace('\'', '"') + "}";
    CheckedRun run =
        new CheckedRun(SHOP, 2, PlainReading.EVENTS, event, event, shopEvent("purchase", "2.50"));

    assertThat(run.check()).allSatisfy(check -> assertThat(check.differences()).isEmpty());
    assertThat(run.readByHand()).as("the one beyond doubt").isPositive();
  }

  @Test
  void aSourceWithoutRecordsHasNothingToCompareAndAgrees() {
    CheckedRun run = new CheckedRun(SHOP, 2, PlainReading.EVENTS);

    assertThat(run.check())
        .allSatisfy(check -> assertThat(check.agrees()).isTrue())
        .allSatisfy(check -> assertThat(check.compared()).isZero());
  }

  @Test
  void aLostRowIsFoundAndSoIsOneTooMany() {
    CheckedRun lost = new CheckedRun(USERS, 1, PlainReading.USERS, PRESENT);
    Map<String, @Nullable Object> row = lost.tables.get(0).remove(0);
    assertThat(lost.differing()).hasSize(2);

    CheckedRun twice = new CheckedRun(USERS, 1, PlainReading.USERS, PRESENT);
    twice.tables.get(0).add(row);
    assertThat(twice.check().get(0).differences()).singleElement().asString().contains("twice");

    CheckedRun foreign = new CheckedRun(USERS, 1, PlainReading.USERS);
    foreign.tables.get(0).add(row);
    assertThat(foreign.check().get(0).differences())
        .singleElement()
        .asString()
        .contains("is not in the source");
  }

  @Test
  void aChangedValueIsFoundAndNotShown() {
    CheckedRun run = new CheckedRun(USERS, 1, PlainReading.USERS, PRESENT);
    run.tables.get(0).get(0).put("last_name", "Secret");

    assertThat(run.check().get(0).differences())
        .containsExactly("row 11111111-2222-4333-8444-555555555551, column 'last_name'");
    assertThat(run.check().get(1).agrees()).as("by hand too").isFalse();
  }

  @Test
  void aWrongFigureIsFoundAndShown() {
    CheckedRun run = new CheckedRun(SHOP, 2, PlainReading.EVENTS, shopEvent("purchase", "2.50"));
    Map<String, @Nullable Object> sales =
        new HashMap<>(run.figures.get("sales_per_brand").remove(0));
    sales.put("orders", 2L);
    run.figures.get("sales_per_brand").add(sales);

    List<Check> differing = run.check().stream().filter(check -> !check.agrees()).toList();
    assertThat(differing).hasSize(1);
    assertThat(differing.get(0).differences().get(0)).contains("orders", "got 2, expected 1");
  }

  @Test
  void aLostLetterIsFoundAndSoIsOneForAGoodElement() {
    CheckedRun run = new CheckedRun(USERS, 1, PlainReading.USERS, "{}");
    assertThat(run.differing()).isEmpty();
    DeadLetter letter = run.letters.remove(0);
    assertThat(run.differing()).singleElement().asString().startsWith("dead letters");

    CheckedRun refusing = new CheckedRun(USERS, 1, PlainReading.USERS, PRESENT);
    refusing.tables.get(0).clear();
    refusing.letters.add(letter);
    assertThat(refusing.differing()).hasSize(3).anyMatch(name -> name.contains("by hand"));
  }

  @Test
  void whatAStoreRefusedIsNotMissing() {
    CheckedRun run = new CheckedRun(SHOP, 2, PlainReading.NONE, shopEvent("view", "2.50"));
    DeadLetter any = new CheckedRun(USERS, 1, PlainReading.NONE, "{}").letters.get(0);
    run.tables.get(1).clear();
    run.letters.add(run.refusedBy(1, any));

    assertThat(run.check()).allSatisfy(check -> assertThat(check.differences()).isEmpty());
  }

  private static String shopEvent(String type, String price) {
    return """
        {"event_time": "2019-12-01 00:00:05 UTC", "event_type": "%s", "product_id": "5",
         "category_id": "2232732093077520756", "category_code": "a.b", "brand": "x",
         "price": "%s", "user_id": "3", "user_session": "s"}"""
        .formatted(type, price);
  }
}
