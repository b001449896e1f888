package dev.rollcall.core.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
              "picture":"http://p"},"nationality":"GB","seed":"s","version":"0.4"}]}
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
  void theIdByNameDependsOnWhicheverOfUserNameAndEmailThereIs() {
    Object both = user("{\"username\":\"u\",\"email\":\"e@x\"}").get("user_id");
    Object again =
        user("{\"email\":\"e@x\",\"username\":\"u\",\"gender\":\"male\"}").get("user_id");
    Object name = user("{\"username\":\"u\"}").get("user_id");
    Object email = user("{\"email\":\"e@x\"}").get("user_id");
    Object number = user("{\"id\":7}").get("user_id");
    assertThat(again).isEqualTo(both);
    assertThat(Set.of(both, name, email, number)).hasSize(4);
    // stored keys depend on it: never to be changed
    assertThat(both).hasToString(BOTH);
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

  private static final String BOTH = "d6754ba4-d88d-567e-b3b7-4b1db896d6e8";

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
    assertThat(user("{\"username\":\"u\",\"dob\":\"2027-01-01\"}").isNull("age")).isTrue();
  }

  private static Row user(String json) {
    Element element =
        Flattener.of(Users.recordType())
            .flatten(json.getBytes(StandardCharsets.UTF_8), TIME)
            .get(0);
    assertThat(element).isInstanceOf(Element.Accepted.class);
    return ((Element.Accepted) element).row();
  }
}
