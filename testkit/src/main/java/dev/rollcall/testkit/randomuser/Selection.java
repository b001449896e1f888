package dev.rollcall.testkit.randomuser;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which users and which of their fields are asked for. Threadsafe.
 *
 * @param gender "male" or "female"; null for both
 */
record Selection(List<Country> countries, @Nullable String gender, Set<String> fields) {

  /** The fields of a user, in the order in which the API gives them. */
  static final List<String> FIELDS =
      List.of(
          "gender",
          "name",
          "location",
          "email",
          "login",
          "dob",
          "registered",
          "phone",
          "cell",
          "id",
          "picture",
          "nat");

  static final Selection ALL = new Selection(Country.of(Country.CODES), null, Set.copyOf(FIELDS));

  Selection {
    countries = List.copyOf(countries);
    fields = Set.copyOf(fields);
  }

  boolean has(String field) {
    return fields.contains(field);
  }
}
