package dev.rollcall.core.user;

import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;
import static dev.rollcall.core.record.EpochUnit.SECONDS;

import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Users of randomuser.me, versions 0.3 to 1.4, and relatives of theirs: the flat shape with {@code
 * address{…}}, the {@code created-users} message with {@code address} as one text, and the names
 * that other APIs of invented users give the same fields ({@code firstName}, {@code birthDate},
 * {@code address.postalCode}, …; envelopes {@code users} and {@code data}).
 *
 * <p>The key {@code user_id} is {@code login.uuid}, else a scalar {@code id} (either as it is if it
 * is a UUID, else made one by name), else made as {@link Key} says; the report of a run says how
 * many were. An absent {@code age} is computed from the birth date at the record's own time.
 * Passwords, salts and hashes never leave the decoder.
 *
 * <p>Times are ISO 8601, and seconds since 1970 where versions 0.3 to 1.0 send them: {@code
 * registered}, and {@code dob} below {@code user} or beside a number at {@code registered}. A birth
 * before 1850, after 2100, or more than a day after the record's own time is refused, as is a
 * registration before 1971 or after 2100.
 */
public final class Users {

  private static final Instant FIRST_BIRTH = Instant.parse("1850-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  /** Digits of a day, a year or a spreadsheet's count of days are in 1970 if read as seconds. */
  private static final Instant FIRST_REGISTRATION = Instant.parse("1971-01-01T00:00:00Z");

  /** A clock that is a little ahead is no reason to lose a user. */
  private static final Duration AHEAD = Duration.ofDays(1);

  // made when first asked for: a program uses one or two of them
  private static final Map<Key, RecordType> TYPES = new ConcurrentHashMap<>();
  private static final Map<Key, RecordType> TYPES_WITH_RAW = new ConcurrentHashMap<>();
  private static final Map<Key, RecordType> ERASABLE_TYPES = new ConcurrentHashMap<>();

  private Users() {}

  /** The record type {@code user}, with keys by {@link Key#PERSON}. */
  public static RecordType recordType() {
    return recordType(Key.PERSON);
  }

  /** The record type {@code user}, with keys of users without an id by this recipe. */
  public static RecordType recordType(Key recipe) {
    return TYPES.computeIfAbsent(recipe, key -> declare(key).build());
  }

  /**
   * The same with one more column, {@code raw}: the whole user as JSON without the secrets, for
   * stores that keep users as they came beside those that keep them flat.
   */
  public static RecordType recordTypeWithRaw() {
    return recordTypeWithRaw(Key.PERSON);
  }

  /** The same with keys of users without an id by this recipe. */
  public static RecordType recordTypeWithRaw(Key recipe) {
    return TYPES_WITH_RAW.computeIfAbsent(
        recipe, key -> declare(key).column("raw", JSON).from("$").personal().build());
  }

  /**
   * The same as {@link #recordType()}, and a message without a value deletes the user whose {@code
   * user_id} is the key of the message. Aggregates of one go on with the other. The row sinks must
   * take deletes.
   */
  public static RecordType erasable() {
    return erasable(Key.PERSON);
  }

  /** The same with keys of users without an id by this recipe. */
  public static RecordType erasable(Key recipe) {
    return ERASABLE_TYPES.computeIfAbsent(
        recipe, key -> declare(key).tombstoneKey("user_id").build());
  }

  /**
   * Paths, with those of other APIs behind them. A type with the former keys is the former type:
   * what it was called in aggregate documents must not change.
   */
  private static String[] paths(Key recipe, List<String> known, String... others) {
    Stream<String> added = recipe == Key.ACCOUNT ? Stream.empty() : Stream.of(others);
    return Stream.concat(known.stream(), added).toArray(String[]::new);
  }

  private static RecordTypeBuilder declare(Key recipe) {
    RecordTypeBuilder type =
        RecordType.named("user")
            .key("user_id")
            .envelope("results")
            .error("error")
            .alsoUnder("user")
            .secret("password", "salt", "md5", "sha1", "sha256");
    if (recipe == Key.PERSON) {
      type.envelope("users").envelope("data");
    }
    return type.hidden("id_text", STRING)
        .from("login.uuid", "id")
        .emptyIsNull()
        .personal()
        .hidden("address_text", STRING)
        .from("address")
        .emptyIsNull()
        .personal()
        .derived(
            "user_id",
            UUID,
            recipe == Key.PERSON
                ? List.of("id_text", "email", "username", "first_name", "last_name", "birth_date")
                : List.of("id_text", "email", "username"),
            recipe == Key.PERSON
                ? UserDerivations::userIdOfPerson
                : UserDerivations::userIdOfAccount)
        .required(
            recipe == Key.PERSON
                ? "login.uuid, a scalar id, an e-mail, a user name, or first name, last name and birth date"
                : "login.uuid, a scalar id, a user name or an e-mail")
        .counted("keys", List.of("id_text"), (row, time) -> UserDerivations.made(row, recipe))
        .oneOf(UserDerivations.BY_ID, UserDerivations.BY_PERSON, UserDerivations.BY_ACCOUNT)
        .column("gender", STRING)
        .from("gender")
        .column("title", STRING)
        .from("name.title", "title")
        .column("first_name", STRING)
        .from(paths(recipe, List.of("name.first", "first_name"), "firstName"))
        .personal()
        .column("last_name", STRING)
        .from(paths(recipe, List.of("name.last", "last_name"), "lastName"))
        .personal()
        .column("full_name", STRING)
        .from("full_name")
        .personal()
        .otherwise(List.of("first_name", "last_name"), UserDerivations.FULL_NAME)
        .column("email", STRING)
        .from("email")
        .personal()
        .derived("email_domain", STRING, List.of("email"), UserDerivations.EMAIL_DOMAIN)
        .column("username", STRING)
        .from("login.username", "username")
        .personal()
        .column("phone", STRING)
        .from("phone")
        .personal()
        .column("cell", STRING)
        .from("cell")
        .personal()
        .column("birth_date", TIMESTAMP)
        .from(paths(recipe, List.of("dob.date", "dob"), "birthDate", "birth_date"))
        .epochBeside(SECONDS, "dob", "registered")
        .pattern("yyyy-M-d")
        .notBefore(FIRST_BIRTH)
        .notAfter(LAST)
        .notAfterRecord(AHEAD)
        .emptyIsNull()
        .personal()
        .column("age", INT64)
        .from("dob.age", "age")
        .emptyIsNull()
        .otherwise(List.of("birth_date"), UserDerivations::age)
        .derived("age_band", STRING, List.of("age"), UserDerivations::ageBand)
        .column("registered_at", TIMESTAMP)
        .from("registered.date", "registered", "registered_date")
        .epoch(SECONDS, "registered")
        .notBefore(FIRST_REGISTRATION)
        .notAfter(LAST)
        .emptyIsNull()
        .column("street", STRING)
        .from(
            paths(
                recipe,
                List.of(
                    "{location.street.number} {location.street.name}",
                    "location.street",
                    "address.street"),
                "address.address"))
        .personal()
        .otherwise(List.of("address_text"), (row, time) -> UserDerivations.addressPart(row, 0))
        .column("city", STRING)
        .from("location.city", "address.city")
        .otherwise(List.of("address_text"), (row, time) -> UserDerivations.addressPart(row, 1))
        .column("state", STRING)
        .from("location.state", "address.state")
        .otherwise(List.of("address_text"), (row, time) -> UserDerivations.addressPart(row, 2))
        .column("country", STRING)
        .from("location.country", "address.country")
        .otherwise(List.of("address_text"), (row, time) -> UserDerivations.addressPart(row, 3))
        .column("postcode", STRING)
        .from(
            paths(
                recipe,
                List.of(
                    "location.postcode",
                    "address.postcode",
                    "post_code",
                    "postcode",
                    "location.zip"),
                "address.postalCode"))
        .column("latitude", FLOAT64)
        .from(paths(recipe, List.of("location.coordinates.latitude"), "address.coordinates.lat"))
        .emptyIsNull()
        .personal()
        .column("longitude", FLOAT64)
        .from(paths(recipe, List.of("location.coordinates.longitude"), "address.coordinates.lng"))
        .emptyIsNull()
        .personal()
        .column("timezone_offset", STRING)
        .from("location.timezone.offset")
        .column("timezone_description", STRING)
        .from("location.timezone.description")
        .column("id_name", STRING)
        .from("id.name")
        .column("id_value", STRING)
        .from("id.value")
        .personal()
        .column("nationality", STRING)
        .from("nat", "nationality")
        .column("picture_large", STRING)
        .from("picture.large")
        .personal()
        .column("picture_medium", STRING)
        .from(paths(recipe, List.of("picture.medium", "picture"), "avatar", "image"))
        .personal()
        .column("picture_thumbnail", STRING)
        .from("picture.thumbnail")
        .personal();
  }

  /**
   * How the key {@code user_id} of a user is made who has neither {@code login.uuid} nor a scalar
   * {@code id}. Keys that were made stay in tables: another recipe makes other rows of the same
   * users.
   */
  public enum Key {
    /**
     * UUID by name of e-mail, first name, last name and birth date (the day, in UTC), and of the
     * user name if there is no e-mail; absent parts are marked. Two people of one name and e-mail
     * stay two as long as they were born on different days. A user with neither e-mail nor user
     * name needs both names and the birth date.
     */
    PERSON,
    /**
     * UUID by name of user name and e-mail, whichever there are: namesakes who share both are one
     * row. What was made before {@link #PERSON} existed; for tables that hold such keys.
     */
    ACCOUNT
  }
}
