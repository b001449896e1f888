package dev.rollcall.core.user;

import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user as nested objects, made of a row of {@link Users#recordType()}. Everything but the id may
 * be absent.
 *
 * @param age full years
 */
public record User(
    UUID id,
    @Nullable String gender,
    Name name,
    Contact contact,
    @Nullable String username,
    @Nullable Instant birthDate,
    @Nullable Long age,
    @Nullable Instant registeredAt,
    Location location,
    NationalId nationalId,
    @Nullable String nationality,
    Picture picture) {

  /** What a person is called. */
  public record Name(
      @Nullable String title,
      @Nullable String first,
      @Nullable String last,
      @Nullable String full) {}

  /** How a person is reached. */
  public record Contact(@Nullable String email, @Nullable String phone, @Nullable String cell) {}

  /** Where a person lives; latitude and longitude in degrees. */
  public record Location(
      @Nullable String street,
      @Nullable String city,
      @Nullable String state,
      @Nullable String country,
      @Nullable String postcode,
      @Nullable Double latitude,
      @Nullable Double longitude,
      Timezone timezone) {}

  /** A zone as the API writes it: {@code +5:45} and its description. */
  public record Timezone(@Nullable String offset, @Nullable String description) {}

  /** The national identity number and what it is called. */
  public record NationalId(@Nullable String name, @Nullable String value) {}

  /** Addresses of the portraits. */
  public record Picture(
      @Nullable String large, @Nullable String medium, @Nullable String thumbnail) {}

  /** The user that a row of the type {@code user} tells of. */
  public static User of(Row row) {
    UUID id = row.getUuid(row.schema().position("user_id"));
    if (id == null) {
      throw new IllegalArgumentException("column 'user_id' is null: not a row of a user");
    }
    return new User(
        id,
        row.getString("gender"),
        new Name(
            row.getString("title"),
            row.getString("first_name"),
            row.getString("last_name"),
            row.getString("full_name")),
        new Contact(row.getString("email"), row.getString("phone"), row.getString("cell")),
        row.getString("username"),
        row.getTimestamp("birth_date"),
        (Long) row.get("age"),
        row.getTimestamp("registered_at"),
        location(row),
        new NationalId(row.getString("id_name"), row.getString("id_value")),
        row.getString("nationality"),
        new Picture(
            row.getString("picture_large"),
            row.getString("picture_medium"),
            row.getString("picture_thumbnail")));
  }

  private static Location location(Row row) {
    return new Location(
        row.getString("street"),
        row.getString("city"),
        row.getString("state"),
        row.getString("country"),
        row.getString("postcode"),
        (Double) row.get("latitude"),
        (Double) row.get("longitude"),
        new Timezone(row.getString("timezone_offset"), row.getString("timezone_description")));
  }

  /** The id only: the rest is personal and this text ends up in logs. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
