package dev.rollcall.randomuser;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request of a client has in common. Threadsafe.
 *
 * @param seed the text sent to the API; null for users that differ each time
 * @param gender null for both
 */
record ApiRequest(
    URI base,
    @Nullable String seed,
    int pageSize,
    List<String> nat,
    @Nullable String gender,
    List<String> inc,
    List<String> exc) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  ApiRequest {
    nat = List.copyOf(nat);
    inc = List.copyOf(inc);
    exc = List.copyOf(exc);
  }

  URI page(int page, int results) {
    StringBuilder query = new StringBuilder();
    query.append("?results=").append(results).append("&page=").append(page);
    add(query, "seed", seed);
    add(query, "gender", gender);
    add(query, "nat", join(nat));
    add(query, "inc", join(inc));
    add(query, "exc", join(exc));
    return URI.create(base + query.toString());
  }

  /** The base without what differs between runs: every local server is "offline". */
  String kind() {
    String host = base.getHost().toLowerCase(Locale.ROOT);
    String path = base.getPath().replaceAll("/+$", "");
    return (LOOPBACK.contains(host) ? "offline" : host) + path;
  }

  /** Stable text of all that decides which users are given. */
  String id(long totalUsers) {
    return "randomuser:"
        + kind()
        + ":seed="
        + seed
        + ":size="
        + pageSize
        + ":nat="
        + String.join(",", nat)
        + ":inc="
        + String.join(",", inc)
        + ":exc="
        + String.join(",", exc)
        + ":total="
        + totalUsers;
  }

  private static @Nullable String join(List<String> words) {
    return words.isEmpty() ? null : String.join(",", words);
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(value);
    }
  }
}
