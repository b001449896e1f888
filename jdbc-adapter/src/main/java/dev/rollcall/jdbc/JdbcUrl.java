package dev.rollcall.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A JDBC URL in its parts: what is before the options, with the login that may stand before the
 * host, and the options. Drivers let a URL's login win over the properties they are given, and some
 * log a URL that they cannot read; so they get it {@link #withoutLogin} and the login as
 * properties. Immutable.
 *
 * @param place from {@code jdbc:} to the database, without a login
 * @param login {@code user:password}, before the host; empty if there is none
 * @param options {@code name=value} each, as written
 */
record JdbcUrl(String place, String login, List<String> options) {

  private static final String USER = "user";
  private static final String PASSWORD = "password";

  static JdbcUrl of(String url) {
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    List<String> options = new ArrayList<>();
    if (question >= 0) {
      Arrays.stream(url.substring(question + 1).split("&", -1))
          .filter(option -> !option.isEmpty())
          .forEach(options::add);
    }
    int authority = place.indexOf("//") + 2;
    int slash = place.indexOf('/', Math.max(authority, 0));
    int at = place.lastIndexOf('@', slash < 0 ? place.length() : slash);
    if (authority < 2 || at < authority) {
      return new JdbcUrl(place, "", List.copyOf(options));
    }
    return new JdbcUrl(
        place.substring(0, authority) + place.substring(at + 1),
        place.substring(authority, at),
        List.copyOf(options));
  }

  /** The URL for a driver, without a login. */
  String withoutLogin() {
    List<String> others =
        options.stream().filter(option -> !isNamed(option, USER, PASSWORD)).toList();
    return others.isEmpty() ? place : place + "?" + String.join("&", others);
  }

  /** The user, before the host or, which wins, as an option. */
  Optional<String> user() {
    int colon = login.indexOf(':');
    return option(USER).or(() -> part(colon < 0 ? login : login.substring(0, colon)));
  }

  /** The user's password, likewise. */
  Optional<String> password() {
    int colon = login.indexOf(':');
    return option(PASSWORD).or(() -> part(colon < 0 ? "" : login.substring(colon + 1)));
  }

  /** Whether an option of this name is there, whatever its case. */
  boolean has(String name) {
    return options.stream().anyMatch(option -> isNamed(option, name));
  }

  /** Of several, the last; as the driver of PostgreSQL reads it, the other decodes nothing. */
  private Optional<String> option(String name) {
    return options.stream()
        .filter(option -> isNamed(option, name) && option.indexOf('=') > 0)
        .map(option -> option.substring(option.indexOf('=') + 1))
        .reduce((first, last) -> last)
        .map(value -> place.startsWith("jdbc:postgresql:") ? decoded(value) : value);
  }

  private static Optional<String> part(String encoded) {
    return encoded.isEmpty() ? Optional.empty() : Optional.of(decoded(encoded.replace("+", "%2B")));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unencoded) {
      return text;
    }
  }

  private static boolean isNamed(String option, String... names) {
    int end = option.indexOf('=');
    String name = (end < 0 ? option : option.substring(0, end)).toLowerCase(Locale.ROOT);
    return Arrays.stream(names).anyMatch(other -> name.equals(other.toLowerCase(Locale.ROOT)));
  }

  /** How many hosts are named, one after another. */
  int hosts() {
    return (int) place.chars().filter(c -> c == ',').count() + 1;
  }

  /** Hidden, because it may hold a login. */
  @Override
  public String toString() {
    return "[hidden]";
  }
}
