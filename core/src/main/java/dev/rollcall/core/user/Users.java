package dev.rollcall.core.user;

import static dev.rollcall.core.record.ColumnType.FLOAT64;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.JSON;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.TIMESTAMP;
import static dev.rollcall.core.record.ColumnType.UUID;

import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;

/**
 * Users of randomuser.me, versions 0.3 to 1.4, and two relatives of theirs: the flat shape with
 * {@code address{…}} and the {@code created-users} message with {@code address} as one text.
 *
 * <p>The key {@code user_id} is {@code login.uuid}, else a scalar {@code id} (either as it is if it
 * is a UUID, else made one by name), else a UUID by name of whichever of user name and e-mail there
 * is. An absent {@code age} is computed from the birth date at the record's own time. Passwords,
 * salts and hashes never leave the decoder.
 */
public final class Users {

  private static final RecordType TYPE = declare().build();
  private static final RecordType WITH_RAW =
      declare().column("raw", JSON).from("$").personal().build();

  private Users() {}

  /** The record type {@code user}. */
  public static RecordType recordType() {
    return TYPE;
  }

  /**
   * The same with one more column, {@code raw}: the whole user as JSON without the secrets, for
   * stores that keep users as they came beside those that keep them flat.
   */
  public static RecordType recordTypeWithRaw() {
    return WITH_RAW;
  }

  private static RecordTypeBuilder declare() {
    return RecordType.named("user")
        .key("user_id")
        .envelope("results")
        .error("error")
        .alsoUnder("user")
        .secret("password", "salt", "md5", "sha1", "sha256")
        .hidden("id_text", STRING)
        .from("login.uuid", "id")
        .emptyIsNull()
        .personal()
        .hidden("address_text", STRING)
        .from("address")
        .emptyIsNull()
        .personal()
        .derived("user_id", UUID, UserDerivations::userId)
        .required("login.uuid, a scalar id, a user name or an e-mail")
        .column("gender", STRING)
        .from("gender")
        .column("title", STRING)
        .from("name.title", "title")
        .column("first_name", STRING)
        .from("name.first", "first_name")
        .personal()
        .column("last_name", STRING)
        .from("name.last", "last_name")
        .personal()
        .column("full_name", STRING)
        .from("full_name")
        .personal()
        .otherwise(UserDerivations::fullName)
        .column("email", STRING)
        .from("email")
        .personal()
        .derived("email_domain", STRING, UserDerivations::emailDomain)
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
        .from("dob.date", "dob")
        .emptyIsNull()
        .personal()
        .column("age", INT64)
        .from("dob.age", "age")
        .emptyIsNull()
        .otherwise(UserDerivations::age)
        .derived("age_band", STRING, UserDerivations::ageBand)
        .column("registered_at", TIMESTAMP)
        .from("registered.date", "registered", "registered_date")
        .emptyIsNull()
        .column("street", STRING)
        .from(
            "{location.street.number} {location.street.name}", "location.street", "address.street")
        .personal()
        .otherwise((row, time) -> UserDerivations.addressPart(row, 0))
        .column("city", STRING)
        .from("location.city", "address.city")
        .otherwise((row, time) -> UserDerivations.addressPart(row, 1))
        .column("state", STRING)
        .from("location.state", "address.state")
        .otherwise((row, time) -> UserDerivations.addressPart(row, 2))
        .column("country", STRING)
        .from("location.country", "address.country")
        .otherwise((row, time) -> UserDerivations.addressPart(row, 3))
        .column("postcode", STRING)
        .from("location.postcode", "address.postcode", "post_code", "postcode", "location.zip")
        .column("latitude", FLOAT64)
        .from("location.coordinates.latitude")
        .emptyIsNull()
        .personal()
        .column("longitude", FLOAT64)
        .from("location.coordinates.longitude")
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
        .from("picture.medium", "picture")
        .personal()
        .column("picture_thumbnail", STRING)
        .from("picture.thumbnail")
        .personal();
  }
}
