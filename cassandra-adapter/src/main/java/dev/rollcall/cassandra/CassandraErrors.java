package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.InvalidKeyspaceException;
import com.datastax.oss.driver.api.core.UnsupportedProtocolVersionException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.AlreadyExistsException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.ProtocolError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.DataException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps the driver's errors to Rollcall's four kinds. Threadsafe.
 *
 * <p>A {@link DataException} here means that the server rejected the statement. The row's values
 * are to blame only if the table has not changed since the statement was prepared; the sink checks
 * that. Messages never repeat what the server says about values, because it may quote them.
 */
final class CassandraErrors {

  /** Server messages that may be repeated: they contain numbers, but no values. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "Key may not be empty"
              + "|Key length of \\d+ is longer than maximum of \\d+"
              + "|CQL Message of size \\d+ bytes exceeds allowed maximum of \\d+ bytes"
              + "|(?:Rejected|Encountered) an oversized mutation \\(\\d+/\\d+\\)"
              + "|Guardrail column_(?:\\w+_)?value_size violated: Value of \\w{1,48} has size"
              + " [\\d.]+ ?\\w+, this exceeds the failure threshold of [\\d.]+ ?\\w+");

  /** As servers since 3.0 say it. */
  private static final Pattern MISSING_TABLE =
      Pattern.compile("table \\S+ does not exist|unconfigured table");

  private static final Pattern BEYOND_EXPIRATION = Pattern.compile("maximum supported expiration");

  private static final List<Class<? extends Throwable>> LOGIN =
      List.of(AuthenticationException.class, UnauthorizedException.class);

  private static final List<Class<? extends Throwable>> FATAL =
      List.of(
          SyntaxError.class,
          AlreadyExistsException.class,
          InvalidConfigurationInQueryException.class,
          InvalidKeyspaceException.class,
          ProtocolError.class,
          UnsupportedProtocolVersionException.class,
          CodecNotFoundException.class);

  private CassandraErrors() {}

  /** Maps an error; the message begins with {@code where}. */
  static RollcallException of(Throwable error, String where) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return of(error.getCause(), where);
    }
    if (error instanceof RollcallException known) {
      return known;
    }
    if (error instanceof AllNodesFailedException all) {
      return ofAllNodes(all, where);
    }
    if (error instanceof InvalidQueryException invalid) {
      return ofInvalid(invalid, where);
    }
    if (error instanceof FrameTooLongException) {
      return new DataException(where + ": the row is larger than what the server takes at once");
    }
    if (error instanceof ConfigException) {
      return refusedSettings(error);
    }
    if (isOneOf(error, LOGIN)) {
      // the server's words, which a cause would repeat, name the user
      return new FatalException(
          where + ": login or permission was refused; check credentials(…) and grants");
    }
    if (isOneOf(error, FATAL)) {
      return new FatalException(where + ": " + described(error), error);
    }
    if (error instanceof DriverException) {
      return new TransientException(where + ": " + described(error), error);
    }
    return new FatalException(where + ": unexpected " + described(error), error);
  }

  /**
   * As {@link #of}, where no row was written and the table was found: a rejected statement is
   * fatal, too.
   */
  static RollcallException ofSetup(Throwable error, String where) {
    if (isMissingTable(error)) {
      return new TransientException(
          where
              + ": a table that the schema has is not there; does another process make it, or drop it?",
          error);
    }
    RollcallException kind = of(error, where);
    return kind instanceof DataException
        ? new FatalException(where + ": " + described(error), error)
        : kind;
  }

  /**
   * Whether the server does not know a table. Another process that reads the schema's tables may
   * find it there a moment before the server takes statements for it.
   */
  private static boolean isMissingTable(Throwable error) {
    return error instanceof InvalidQueryException
        && MISSING_TABLE.matcher(String.valueOf(error.getMessage())).find();
  }

  /** The driver reads settings lazily, some of them at the first request. */
  static ConfigurationException refusedSettings(Throwable error) {
    return new ConfigurationException(
        "cassandra: the driver refuses its settings: " + withoutQuotes(error));
  }

  /** Shows only where parsing failed, because the text there may be a password. */
  private static String withoutQuotes(Throwable error) {
    if (error instanceof ConfigException.Parse
        || error instanceof ConfigException.UnresolvedSubstitution) {
      ConfigOrigin origin = ((ConfigException) error).origin();
      return (origin == null ? "its text" : origin.description())
          + ": cannot be read as HOCON (the reason may quote a secret and is left out);"
          + " check quotes, braces and ${…} there";
    }
    return String.valueOf(error.getMessage());
  }

  private static RollcallException ofInvalid(InvalidQueryException error, String where) {
    String said = String.valueOf(error.getMessage());
    if (BEYOND_EXPIRATION.matcher(said).find()) {
      return new FatalException(
          where + ": rows would live longer than this Cassandra can count; give a shorter ttl(…)",
          error);
    }
    Matcher harmless = HARMLESS.matcher(said);
    return new DataException(
        where
            + ": the server refused the row"
            + (harmless.find() ? ": " + harmless.group() : "; its log tells why"));
  }

  private static RollcallException ofAllNodes(AllNodesFailedException error, String where) {
    List<Throwable> causes =
        error.getAllErrors().values().stream().flatMap(Collection::stream).toList();
    for (Throwable cause : causes) {
      if (isOneOf(cause, LOGIN)
          || isOneOf(cause, FATAL)
          || cause instanceof FrameTooLongException) {
        return of(cause, where);
      }
    }
    String seen =
        causes.isEmpty()
            ? "no node can be asked: none is up that can be reached; after a start of the cluster the"
                + " driver connects by itself; if all nodes are up, check localDatacenter(…)"
            : "every node that was asked failed: "
                + String.join(
                    ", ", causes.stream().map(CassandraErrors::described).distinct().toList());
    return new TransientException(where + ": " + seen, error);
  }

  private static boolean isOneOf(Throwable error, List<Class<? extends Throwable>> classes) {
    return classes.stream().anyMatch(type -> type.isInstance(error));
  }

  private static String described(Throwable error) {
    return error.getClass().getSimpleName() + ": " + error.getMessage();
  }
}
