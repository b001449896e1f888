package dev.rollcall.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What SQLSTATEs mean, in words without values. The list is a resource: classes of ISO/IEC 9075 and
 * PostgreSQL, and single states.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">Appendix A</a>
 */
final class SqlStates {

  private static final int CLASS = 2;
  private static final Map<String, String> WORDS = read();

  private SqlStates() {}

  /** The words of a state, else of its class; empty if neither is known. */
  static Optional<String> words(String state) {
    return Optional.ofNullable(WORDS.get(state))
        .or(
            () ->
                state.length() < CLASS
                    ? Optional.empty()
                    : Optional.ofNullable(WORDS.get(state.substring(0, CLASS))));
  }

  private static Map<String, String> read() {
    try (InputStream in =
        Objects.requireNonNull(SqlStates.class.getResourceAsStream("sqlstates.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(part -> part[0], part -> part[1]));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
