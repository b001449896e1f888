package dev.rollcall.core.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

  private static final Instant TIME = Instant.parse("2026-06-15T12:00:00Z");

  @Test
  void aUserOfVersion14IsReadWhole() {
    Row row =
        user(
            """
            {"gender":"female","name":{"title":"Ms","first":"Anna","last":"Berg"},
             "location":{"street":{"number":12,"name":"Storgata"},"city":"Bodø","state":"Nordland",
              "country":"Norway","postcode":"0168","coordinates":{"latitude":"-12.5","longitude":"7"},
              "timezone":{"offset":"+5:45","description":"Kathmandu"}},
             "email":"Anna.Berg@Example.COM",
             "login":{"uuid":"155e77ee-ba6d-486f-95ce-0e0c0fb4b919","username":"bluecat7",
              "password":"pw","salt":"s","md5":"m","sha1":"h","sha256":"i"},
             "dob":{"date":"1985-02-03T04:05:06.789Z","age":41},
             "registered":{"date":"2010-01-02T03:04:05.678Z","age":16},
             "phone":"123","cell":"456","id":{"name":"FN","value":"03028512345"},
             "picture":{"large":"l","medium":"m","thumbnail":"t"},"nat":"NO"}
            """);
    assertThat(row.schema().names())
        .containsExactly(
            "user_id",
            "gender",
            "title",
            "first_name",
            "last_name",
            "full_name",
            "email",
            "email_domain",
            "username",
            "phone",
            "cell",
            "birth_date",
            "age",
            "age_band",
            "registered_at",
            "street",
            "city",
            "state",
            "country",
            "postcode",
            "latitude",
            "longitude",
            "timezone_offset",
            "timezone_description",
            "id_name",
            "id_value",
            "nationality",
            "picture_large",
            "picture_medium",
            "picture_thumbnail");
    User user = User.of(row);
    assertThat(user.id()).isEqualTo(UUID.fromString("155e77ee-ba6d-486f-95ce-0e0c0fb4b919"));
    assertThat(user.name()).isEqualTo(new User.Name("Ms", "Anna", "Berg", "Anna Berg"));
    assertThat(user.location().street()).isEqualTo("12 Storgata");
    assertThat(user.location().postcode()).isEqualTo("0168");
    assertThat(user.location().latitude()).isEqualTo(-12.5);
    assertThat(row.getString("email_domain")).isEqualTo("example.com");
    assertThat(row.getString("age_band")).isEqualTo("35-44");
    assertThat(user.registeredAt()).isEqualTo(Instant.parse("2010-01-02T03:04:05.678Z"));
  }

  @Test
  void theOldestShapeWithAUserInsideIsRead() {
    Row row =
        user(
            """
            {"results":[{"user":{"gender":"male","name":{"title":"mr","first":"al","last":"bo"},
              "location":{"street":"1 main","city":"x","state":"y","zip":"01234"},
              "email":"a@b.c","username":"u","password":"pw","md5":"m","dob":"946532156",
              "registered":"1094653215","picture":"http://p"},"nationality":"GB","seed":"s","version":"0.4"}]}
            """);
    assertThat(row.getString("postcode")).isEqualTo("01234");
    assertThat(row.getString("nationality")).isEqualTo("GB");
    assertThat(row.getString("street")).isEqualTo("1 main");
    assertThat(row.getString("picture_medium")).isEqualTo("http://p");
    assertThat(row.getTimestamp("birth_date")).isEqualTo(Instant.ofEpochSecond(946532156));
    assertThat(row.getLong("age")).isEqualTo(26);
  }

  @Test
  void theSecondShapeWithoutLoginIsRead() {
    Row row =
        user(
            """
            {"name":{"first":"Jane","last":"Doe"},"email":"jane@x.org","username":"jane",
             "password":"pw","dob":{"date":"1990-05-25","age":35},
             "address":{"street":"1 High St","city":"Leeds","state":"WY","postcode":"LS1 4AP",
              "country":"UK"},"phone":"1","picture":{"large":"l","medium":"m","thumbnail":"t"}}
            """);
    assertThat(row.getString("city")).isEqualTo("Leeds");
    assertThat(row.getString("postcode")).isEqualTo("LS1 4AP");
    assertThat(row.get("user_id")).isNotNull();
    assertThat(((UUID) row.get("user_id")).version()).isEqualTo(5);
  }

  @Test
  void theCreatedUsersMessageIsRead() {
    Row row =
        user(
            """
            {"id":"155e77ee-ba6d-486f-95ce-0e0c0fb4b919","first_name":"Ann","last_name":"Lee",
             "gender":"female","address":"12 Rue A, Apt 4, Lyon, Rhône, France","post_code":1234,
             "email":"a@b.fr","username":"ann","dob":"1990-01-02T03:04:05.006Z",
             "registered_date":"2010-01-02T03:04:05.006Z","phone":"1","picture":"http://p"}
            """);
    assertThat(row.get("user_id"))
        .isEqualTo(UUID.fromString("155e77ee-ba6d-486f-95ce-0e0c0fb4b919"));
    assertThat(row.getString("full_name")).isEqualTo("Ann Lee");
    assertThat(row.getString("street")).isEqualTo("12 Rue A, Apt 4");
    assertThat(row.getString("city")).isEqualTo("Lyon");
    assertThat(row.getString("state")).isEqualTo("Rhône");
    assertThat(row.getString("country")).isEqualTo("France");
    assertThat(row.getString("postcode")).isEqualTo("1234");
    assertThat(row.getTimestamp("registered_at")).isEqualTo("2010-01-02T03:04:05.006Z");
  }

  @Test
  void theKeyOfAnAccountDependsOnWhicheverOfUserNameAndEmailThereIs() {
    Object both = account("{\"username\":\"u\",\"email\":\"e@x\"}");
    Object again = account("{\"email\":\"e@x\",\"username\":\"u\",\"gender\":\"male\"}");
    Object name = account("{\"username\":\"u\"}");
    Object email = account("{\"email\":\"e@x\"}");
    Object number = account("{\"id\":7}");
    assertThat(again).isEqualTo(both);
    assertThat(Set.of(both, name, email, number)).hasSize(4);
    // stored keys depend on it: never to be changed
    assertThat(both).hasToString("d6754ba4-d88d-567e-b3b7-4b1db896d6e8");
  }

  @Test
  void theKeyOfAPersonIsMadeOfEmailNamesAndBirthDateAndNothingThatChanges() {
    String ana = "\"name\":{\"first\":\"Ana\",\"last\":\"Ko\"},\"email\":\"ana.ko@example.com\"";
    Object elder = key("{" + ana + ",\"dob\":{\"date\":\"1951-11-12T03:04:05Z\"},\"phone\":\"1\"}");
    Object younger = key("{" + ana + ",\"dob\":{\"date\":\"1990-01-02T03:04:05Z\"}}");
    Object moved = key("{" + ana + ",\"dob\":{\"date\":\"1951-11-12T03:04:05Z\"},\"phone\":\"2\"}");
    Object undated = key("{" + ana + "}");
    assertThat(Set.of(elder, younger, undated)).hasSize(3);
    assertThat(moved).isEqualTo(elder);
    // stored keys depend on it: never to be changed
    assertThat(elder).hasToString(ELDER);
    assertThat(key("{\"email\":\"e\",\"first_name\":\"a\"}"))
        .isNotEqualTo(key("{\"email\":\"e\",\"last_name\":\"a\"}"));
  }

  @Test
  void aUserOfWhomTooLittleIsKnownIsADeadLetterAndNotSomebodyElse() {
    for (String json :
        new String[] {
          "{\"name\":{\"first\":\"Ana\",\"last\":\"Ko\"}}",
          "{\"email\":\" \"}",
          "{\"phone\":\"1\",\"dob\":{\"date\":\"1990-01-02\"}}"
        }) {
      assertThat(element(json))
          .isInstanceOfSatisfying(
              Element.Unmappable.class,
              e -> assertThat(e.reasonClass()).isEqualTo("missing-value"));
    }
  }

  @Test
  void theReportSaysHowKeysWereMade() {
    Flattener flattener = Flattener.of(Users.recordType());
    for (String json :
        new String[] {
          "{\"id\":1}", "{\"email\":\"a@x\"}", "{\"email\":\"b@x\"}", "{\"gender\":\"x\"}"
        }) {
      flattener.flatten(json.getBytes(StandardCharsets.UTF_8), TIME);
    }
    assertThat(flattener.takeCoverage().statements())
        .containsExactly(
            "keys: 1 by login.uuid or id",
            "keys: 2 made of e-mail, first name, last name and birth date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "94694400000",
        "19900525",
        "1990",
        "33018",
        "643593600000",
        "643593600",
        "\"19900525\"",
        "\"643593600\""
      })
  void aBirthDateThatIsOnlyANumberIsNeverAnotherDay(String number) {
    assertThat(element("{\"id\":\"x\",\"dob\":" + number + "}"))
        .isInstanceOfSatisfying(
            Element.Unmappable.class,
            e ->
                assertThat(e.reason())
                    .contains("birth_date", "beside one at 'registered'")
                    .doesNotContain("1990"));
    assertThat(element("{\"id\":\"x\",\"dob\":" + number + ",\"registered\":20150101}"))
        .isInstanceOf(Element.Unmappable.class);
  }

  @Test
  void secondsAreReadWhereOldVersionsOfTheApiSendThem() {
    Row row = user("{\"id\":\"x\",\"dob\":643593600,\"registered\":1094653215}");
    assertThat(row.getTimestamp("birth_date")).isEqualTo("1990-05-25T00:00:00Z");
    assertThat(row.getTimestamp("registered_at")).isEqualTo("2004-09-08T14:20:15Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1849-12-31", "2026-06-17T12:00:01Z", "2101-01-01"})
  void whoCannotHaveBeenBornThenIsADeadLetter(String day) {
    assertThat(element("{\"id\":\"x\",\"dob\":\"" + day + "\"}"))
        .isInstanceOfSatisfying(
            Element.Unmappable.class,
            e -> assertThat(e.reasonClass()).isEqualTo("impossible-time"));
    assertThat(user("{\"id\":\"x\",\"dob\":\"2026-06-16T11:00:00Z\"}").isNull("birth_date"))
        .isFalse();
  }

  @Test
  void otherApisOfInventedUsersAreRead() {
    Row row =
        user(
            """
            {"users":[{"id":1,"firstName":"Mara","lastName":"Quill","birthDate":"1996-5-3",
             "image":"https://e/1.png","email":"m@x.example","password":"pw",
             "address":{"address":"1 Elm St","city":"Larkton","postalCode":"09112",
              "coordinates":{"lat":-7.1,"lng":2.08}}}],"total":1}
            """);
    assertThat(row.getString("full_name")).isEqualTo("Mara Quill");
    assertThat(row.getTimestamp("birth_date")).isEqualTo("1996-05-03T00:00:00Z");
    assertThat(row.getString("street")).isEqualTo("1 Elm St");
    assertThat(row.getString("postcode")).isEqualTo("09112");
    assertThat(row.getDouble("latitude")).isEqualTo(-7.1);
    assertThat(
            user("{\"data\":[{\"id\":7,\"first_name\":\"Mi\",\"avatar\":\"a\"}]}")
                .getString("picture_medium"))
        .isEqualTo("a");
  }

  @Test
  void theFormerTypeIsCalledWhatItWasCalledSoThatItsDocumentsGoOn() {
    assertThat(
            Texts.sha256(
                RecordDefinition.of(Users.recordType(Users.Key.ACCOUNT))
                    .describeAsFormerly()
                    .getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(FORMER);
    assertThat(RecordDefinition.of(Users.recordType()).describeAsFormerly())
        .isNotEqualTo(
            RecordDefinition.of(Users.recordType(Users.Key.ACCOUNT)).describeAsFormerly());
  }

  private static Object key(String json) {
    return Objects.requireNonNull(user(json).get("user_id"));
  }

  private static Object account(String json) {
    return Objects.requireNonNull(
        ((Element.Accepted)
                Flattener.of(Users.recordType(Users.Key.ACCOUNT))
                    .flatten(json.getBytes(StandardCharsets.UTF_8), TIME)
                    .get(0))
            .row()
            .get("user_id"));
  }

  @Test
  void whatOnlyLooksLikeAUuidIsAName() {
    String uuid = "155e77ee-ba6d-486f-95ce-0e0c0fb4b919";
    assertThat(user("{\"id\":\" " + uuid.toUpperCase() + "\"}").get("user_id"))
        .isEqualTo(UUID.fromString(uuid));
    for (String id : new String[] {"1-1-1-1-1", uuid.replace('9', 'g'), uuid.replace('-', '1')}) {
      UUID named = (UUID) user("{\"login\":{\"uuid\":\"" + id + "\"}}").get("user_id");
      assertThat(named.version()).isEqualTo(5);
    }
  }

  private static final String ELDER = "f42b9236-3580-5246-8582-7eb36a50377f";

  private static final String FORMER =
      "8439b38124d731bb69448d2126a19334d04a5734294760f8ec5c29998ff2a382";

  @ParameterizedTest
  @CsvSource({
    "0,0-17",
    "17,0-17",
    "18,18-24",
    "24,18-24",
    "25,25-34",
    "34,25-34",
    "35,35-44",
    "64,55-64",
    "65,65+",
    "120,65+",
    "-1,"
  })
  void agesFallIntoBands(long age, String band) {
    assertThat(user("{\"username\":\"u\",\"age\":" + age + "}").getString("age_band"))
        .isEqualTo(band);
  }

  @Test
  void anAbsentAgeIsThatAtTheRecordsOwnTime() {
    Row row = user("{\"username\":\"u\",\"dob\":{\"date\":\"2008-06-16\"}}");
    assertThat(row.getLong("age")).isEqualTo(17);
    assertThat(user("{\"username\":\"u\",\"dob\":\"2026-06-16\"}").isNull("age")).isTrue();
  }

  private static Element element(String json) {
    return Flattener.of(Users.recordType())
        .flatten(json.getBytes(StandardCharsets.UTF_8), TIME)
        .get(0);
  }

  private static Row user(String json) {
    Element element = element(json);
    assertThat(element).isInstanceOf(Element.Accepted.class);
    return ((Element.Accepted) element).row();
  }
}
