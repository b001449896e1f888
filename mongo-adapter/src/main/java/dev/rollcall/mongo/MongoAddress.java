package dev.rollcall.mongo;

import com.mongodb.ConnectionString;
import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database and how to reach it. Prints hosts only: a connection string holds a login, and its
 * options may hold secrets too. Immutable.
 *
 * @param database the database's name
 * @param connectionString as the driver takes it, or null while it is not yet given
 */
record MongoAddress(String database, @Nullable String connectionString) implements Serializable {

  private static final String HIDDEN = "[hidden]";
  private static final String PLAIN = "mongodb://";
  private static final String SRV = "mongodb+srv://";
  private static final Pattern SRV_HOST =
      Pattern.compile("mongodb\\+srv://([^@/?]*@)?([A-Za-z0-9.-]+)([/?].*)?");
  private static final int LONGEST_DATABASE = 63;

  /** The connection string of an address without {@link #problems}. */
  String required() {
    if (connectionString == null) {
      throw new ConfigurationException("mongodb:" + database + ": no connectionString is given");
    }
    return connectionString;
  }

  /** Lists what is wrong with it, without contacting a server or DNS. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (database.isEmpty()
        || database.length() > LONGEST_DATABASE
        || database.matches("(?s).*[/\\\\. \"$*<>:|?\0].*")) {
      problems.add(
          "database: got '"
              + database
              + "', expected 1 to "
              + LONGEST_DATABASE
              + " characters without any of /\\. \"$*<>:|?");
    }
    if (connectionString == null) {
      problems.add(
          "no connectionString is given; expected mongodb://host:port or mongodb+srv://name");
    } else if (!connectionString.startsWith(SRV) && parsed(connectionString) == null) {
      problems.add(
          "connectionString ("
              + HIDDEN
              + "): the driver cannot read it; expected mongodb://[user:password@]host:port[/?options]"
              + " with : / ? # [ ] @ in user and password percent-encoded");
    }
    return problems;
  }

  /** Lists what is wrong with the name of a collection. */
  static List<String> collectionProblems(String what, String name) {
    boolean good =
        !name.isEmpty()
            && name.length() <= 120
            && name.indexOf('$') < 0
            && name.indexOf('\0') < 0
            && !name.startsWith("system.");
    return good
        ? List.of()
        : List.of(
            "%s: got '%s', expected a collection's name: 1 to 120 characters, no $, not beginning with system."
                .formatted(what, name));
  }

  /** Null if the driver cannot read it; its own message may quote the login, so it is dropped. */
  private static @Nullable ConnectionString parsed(String text) {
    try {
      return text.startsWith(PLAIN) ? new ConnectionString(text) : null;
    } catch (IllegalArgumentException unreadable) {
      return null;
    }
  }

  /** The hosts, without scheme, login and options: {@code db1:27017,db2:27017}. */
  String location() {
    return toString().replaceFirst("^mongodb(\\+srv)?://(\\[hidden]@)?", "");
  }

  private static String masked(String text) {
    Matcher srv = SRV_HOST.matcher(text);
    if (srv.matches()) {
      return SRV + (srv.group(1) == null ? "" : HIDDEN + "@") + srv.group(2);
    }
    ConnectionString parsed = parsed(text);
    if (parsed == null) {
      return HIDDEN;
    }
    String login = parsed.getCredential() == null ? "" : HIDDEN + "@";
    return PLAIN + login + String.join(",", parsed.getHosts());
  }

  /** The hosts. */
  @Override
  public String toString() {
    return connectionString == null ? "no connectionString" : masked(connectionString);
  }
}
