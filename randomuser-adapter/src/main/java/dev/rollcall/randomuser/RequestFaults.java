package dev.rollcall.randomuser;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what the API would not understand. It must be found here: the API itself answers with
 * silent defaults. Not threadsafe.
 */
final class RequestFaults {

  private static final List<String> NATIONALITIES =
      List.of(
          "au", "br", "ca", "ch", "de", "dk", "es", "fi", "fr", "gb", "ie", "in", "ir", "mx", "nl",
          "no", "nz", "rs", "tr", "ua", "us");
  private static final List<String> FIELDS =
      List.of(
          "gender",
          "name",
          "location",
          "email",
          "login",
          "registered",
          "dob",
          "phone",
          "cell",
          "id",
          "picture",
          "nat");

  private final List<String> faults = new ArrayList<>();

  List<String> list() {
    return List.copyOf(faults);
  }

  RequestFaults baseUri(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      faults.add("base URI: expected http:// or https:// and a host");
    } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      faults.add("base URI: got a query or fragment, expected none; use the builder's methods");
    }
    if (uri.getRawUserInfo() != null) {
      faults.add("base URI: got a user name in it, expected none; the API knows no users");
    }
    return this;
  }

  RequestFaults pageSize(int size) {
    return range("page size", size, RandomUserClientBuilder.MAX_PAGE_SIZE);
  }

  RequestFaults rateLimit(int users, int pageSize) {
    if (users < pageSize) {
      faults.add(
          "rate limit: got "
              + users
              + " users in five minutes, expected at least a page of "
              + pageSize
              + "; use smaller pages");
    }
    return this;
  }

  RequestFaults timeout(Duration timeout) {
    if (timeout.toMillis() < 1) {
      faults.add("timeout: got " + timeout + ", expected at least 1 ms");
    }
    return this;
  }

  RequestFaults nationalities(List<String> codes) {
    return known("nationality", codes, NATIONALITIES);
  }

  RequestFaults gender(@Nullable String gender, boolean seeded) {
    if (gender == null) {
      return this;
    }
    if (!Set.of("male", "female").contains(gender)) {
      faults.add("gender: got \"" + shortened(gender) + "\", expected male or female");
    }
    if (seeded) {
      faults.add(
          "gender: the API ignores it beside a seed; filter the users by gender in the pipeline, or"
              + " use withoutSeed()");
    }
    return this;
  }

  RequestFaults fields(List<String> inc, List<String> exc) {
    known("included field", inc, FIELDS);
    known("excluded field", exc, FIELDS);
    if (!inc.isEmpty() && !exc.isEmpty()) {
      faults.add("fields: got both inc and exc, expected one of them");
    }
    if (exc.containsAll(FIELDS)) {
      faults.add("fields: got every field in exc, expected that some are left");
    }
    return this;
  }

  private RequestFaults range(String what, int got, int most) {
    if (got < 1 || got > most) {
      faults.add(what + ": got " + got + ", expected 1 to " + most);
    }
    return this;
  }

  private RequestFaults known(String what, List<String> words, List<String> allowed) {
    for (String word : words) {
      if (!allowed.contains(word)) {
        faults.add(
            what
                + ": got \""
                + shortened(word)
                + "\", expected one of "
                + String.join(" ", allowed));
      }
    }
    return this;
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
