package dev.rollcall.core.user;

import dev.rollcall.core.internal.mapping.StandingDerivation;
import dev.rollcall.core.internal.mapping.Uuids;
import dev.rollcall.core.internal.row.Slice;
import dev.rollcall.core.internal.row.StandingTexts;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the columns of a user are computed from when the JSON does not hold them. */
final class UserDerivations {

  /** The namespace of user ids made by name; never to be changed, it is part of stored keys. */
  private static final UUID NAMESPACE = UUID.fromString("6f1c0c7e-5e0c-5d0e-9b5a-3f0a6c1d7e42");

  private static final String[] AGE_BANDS = ageBands();

  /** First and last name, or the one that is there. */
  static final Row.Derivation FULL_NAME =
      new StandingDerivation.Joined(" ", List.of("first_name", "last_name"));

  /** What is behind the last @ of the e-mail, in lower case. */
  static final Row.Derivation EMAIL_DOMAIN =
      new StandingDerivation.Part(
          "email", UserDerivations::plainDomain, UserDerivations::emailDomain);

  private UserDerivations() {}

  /** What {@link #made} says of a key. */
  static final String BY_ID = "by login.uuid or id";

  static final String BY_PERSON = "made of e-mail, first name, last name and birth date";
  static final String BY_ACCOUNT = "made of user name and e-mail";

  /** How the key of a user comes about: one of the three above. */
  static @Nullable String made(Row row, Users.Key recipe) {
    if (!row.isNull("id_text")) {
      return BY_ID;
    }
    return recipe == Users.Key.PERSON ? BY_PERSON : BY_ACCOUNT;
  }

  /** The key by {@link Users.Key#PERSON} of who has no id of an own. */
  static @Nullable UUID userIdOfPerson(Row row, @Nullable Instant recordTime) {
    if (!row.isNull("id_text")) {
      return ofId(row);
    }
    String email = blankIsNull(row.getString("email"));
    String username = email == null ? blankIsNull(row.getString("username")) : null;
    String first = blankIsNull(row.getString("first_name"));
    String last = blankIsNull(row.getString("last_name"));
    Instant born = row.getTimestamp("birth_date");
    if (email == null && username == null && (first == null || last == null || born == null)) {
      return null;
    }
    String day = born == null ? null : LocalDate.ofInstant(born, ZoneOffset.UTC).toString();
    return Uuids.named(
        NAMESPACE,
        "person",
        marked(email) + marked(first) + marked(last) + marked(day) + marked(username));
  }

  /** With its length, so that no two lists of parts are one text; absent is not empty. */
  private static String marked(@Nullable String part) {
    return part == null ? "-" : part.length() + ":" + part;
  }

  private static @Nullable UUID ofId(Row row) {
    if (row instanceof StandingTexts texts) {
      long id = texts.ascii(row.schema().position("id_text"));
      UUID standing =
          Uuids.parse(texts.record(), Slice.from(id), Slice.from(id) + Slice.length(id));
      if (standing != null) {
        return standing;
      }
    }
    String id = row.getString("id_text");
    return id == null ? null : ofId(id);
  }

  private static UUID ofId(String id) {
    UUID uuid = Uuids.parse(id.strip());
    return uuid == null ? Uuids.named(NAMESPACE, "id", id) : uuid;
  }

  /** The key by {@link Users.Key#ACCOUNT} of who has no id of an own. */
  static @Nullable UUID userIdOfAccount(Row row, @Nullable Instant recordTime) {
    if (!row.isNull("id_text")) {
      return ofId(row);
    }
    String username = blankIsNull(row.getString("username"));
    String email = blankIsNull(row.getString("email"));
    if (username == null && email == null) {
      return null;
    }
    return Uuids.named(
        NAMESPACE, "user", username == null ? "" : username, email == null ? "" : email);
  }

  private static @Nullable String emailDomain(Row row, @Nullable Instant recordTime) {
    String email = row.getString("email");
    int at = email == null ? -1 : email.lastIndexOf('@');
    return at < 0 || email == null || at + 1 == email.length()
        ? null
        : email.substring(at + 1).strip().toLowerCase(Locale.ROOT);
  }

  /** The domain of an address in ASCII that can stay as it is: no upper case, and no spaces. */
  private static long plainDomain(byte[] record, long email) {
    int from = Slice.from(email);
    int to = from + Slice.length(email);
    int at = to - 1;
    while (at >= from && record[at] != '@') {
      if (record[at] <= ' ' || record[at] >= 'A' && record[at] <= 'Z') {
        return 0;
      }
      at--;
    }
    return at < from || at == to - 1 ? 0 : Slice.of(Slice.owners(email), Slice.ASCII, at + 1, to);
  }

  /** Full years from the birth date to the record's time, both in UTC. */
  static @Nullable Long age(Row row, @Nullable Instant recordTime) {
    Instant born = row.getTimestamp("birth_date");
    if (born == null || recordTime == null || born.isAfter(recordTime)) {
      return null;
    }
    return (long)
        Period.between(
                born.atOffset(ZoneOffset.UTC).toLocalDate(),
                recordTime.atOffset(ZoneOffset.UTC).toLocalDate())
            .getYears();
  }

  static @Nullable String ageBand(Row row, @Nullable Instant recordTime) {
    if (row.isNull("age")) {
      return null;
    }
    long age = row.getLong("age");
    if (age < 0) {
      return null;
    }
    return AGE_BANDS[(int) Math.min(age, 65)];
  }

  /** The band of each age, and behind them that of all others. */
  private static String[] ageBands() {
    String[] bands = new String[66];
    Arrays.fill(bands, 0, 18, "0-17");
    Arrays.fill(bands, 18, 25, "18-24");
    for (int from = 25; from < 65; from += 10) {
      Arrays.fill(bands, from, from + 10, from + "-" + (from + 9));
    }
    bands[65] = "65+";
    return bands;
  }

  /**
   * A part of {@code "number name, city, state, country"}. The last three are counted from the end,
   * since a street may hold commas; a shorter text is taken for the street alone.
   */
  static @Nullable String addressPart(Row row, int part) {
    String address = row.getString("address_text");
    if (address == null) {
      return null;
    }
    String[] parts = address.split(",", -1);
    if (parts.length < 4) {
      return part == 0 ? address : null;
    }
    if (part > 0) {
      return parts[parts.length - 4 + part].strip();
    }
    return String.join(",", Arrays.copyOf(parts, parts.length - 3)).strip();
  }

  private static @Nullable String blankIsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
