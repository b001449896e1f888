package dev.rollcall.randomuser;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates a request, because the API silently replaces invalid parameters by defaults. Not
 * threadsafe.
 */
final class RequestProblems {

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

  private final List<String> problems = new ArrayList<>();

  List<String> list() {
    return List.copyOf(problems);
  }

  RequestProblems baseUri(URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http || uri.getHost() == null) {
      problems.add("base URI: expected http:// or https:// and a host");
    } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      problems.add("base URI: got a query or fragment, expected none; use the builder's methods");
    }
    if (uri.getRawUserInfo() != null) {
      problems.add("base URI: got a user name in it, expected none; the API knows no users");
    }
    return this;
  }

  RequestProblems pageSize(int size) {
    return range("page size", size, RandomUserClientBuilder.MAX_PAGE_SIZE);
  }

  RequestProblems rateLimit(int users, int pageSize) {
    if (users < pageSize) {
      problems.add(
          "rate limit: got "
              + users
              + " users in five minutes, expected at least a page of "
              + pageSize
              + "; use smaller pages");
    }
    return this;
  }

  RequestProblems timeout(Duration timeout) {
    if (timeout.toMillis() < 1) {
      problems.add("timeout: got " + timeout + ", expected at least 1 ms");
    }
    return this;
  }

  RequestProblems nationalities(List<String> codes) {
    return known("nationality", codes, NATIONALITIES);
  }

  RequestProblems gender(@Nullable String gender, boolean seeded) {
    if (gender == null) {
      return this;
    }
    if (!Set.of("male", "female").contains(gender)) {
      problems.add("gender: got \"" + shortened(gender) + "\", expected male or female");
    }
    if (seeded) {
      problems.add(
          "gender: the API ignores it beside a seed; filter the users by gender in the pipeline, or"
              + " use withoutSeed()");
    }
    return this;
  }

  RequestProblems fields(List<String> inc, List<String> exc) {
    known("included field", inc, FIELDS);
    known("excluded field", exc, FIELDS);
    if (!inc.isEmpty() && !exc.isEmpty()) {
      problems.add("fields: got both inc and exc, expected one of them");
    }
    if (exc.containsAll(FIELDS)) {
      problems.add("fields: got every field in exc, expected that some are left");
    }
    return this;
  }

  private RequestProblems range(String what, int got, int most) {
    if (got < 1 || got > most) {
      problems.add(what + ": got " + got + ", expected 1 to " + most);
    }
    return this;
  }

  private RequestProblems known(String what, List<String> words, List<String> allowed) {
    for (String word : words) {
      if (!allowed.contains(word)) {
        problems.add(
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
