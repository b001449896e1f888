package dev.rollcall.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.CommandRun;
import dev.rollcall.core.user.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies that were captured over the years, where they are at hand, against a second reader. */
class CapturedRepliesTest {

  private static final Path REPLIES = Path.of("..", "..", "shared", "corpus", "randomuser");
  private static final Set<String> SECRETS = Set.of("password", "salt", "md5", "sha1", "sha256");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

  private static final List<Reply> ALL = new ArrayList<>();

  /** One file: what it holds by a plain reading, and what became of it. */
  private record Reply(Path file, List<JsonNode> elements, CommandRun run, List<JsonNode> dead) {
    String version() {
      return REPLIES.relativize(file).getName(0).toString();
    }
  }

  @BeforeAll
  static void flattenAll(@TempDir Path folder) throws IOException {
    if (!Files.isDirectory(REPLIES)) {
      System.out.println("Skipped: no captured replies at " + REPLIES.toAbsolutePath().normalize());
    }
    assumeTrue(Files.isDirectory(REPLIES), "no captured replies");
    ALL.clear();
    try (Stream<Path> files = Files.walk(REPLIES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        Path letters = folder.resolve("letters");
        CommandRun run =
            CommandRun.of("flatten", "--dead-letters", letters.toString(), file.toString());
        ALL.add(new Reply(file, elements(file), run, CommandRun.lines(Files.readString(letters))));
      }
    }
  }

  @Test
  void everyElementIsOneRowOrOneDeadLetter() {
    Map<String, int[]> versions = new TreeMap<>();
    for (Reply reply : ALL) {
      assertThat(reply.run.rows().size() + reply.dead.size())
          .as(reply.file.toString())
          .isEqualTo(reply.elements.size());
      assertThat(reply.dead)
          .allSatisfy(letter -> assertThat(letter.get("reason").asText()).isNotBlank());
      assertThat(reply.run.code()).isEqualTo(reply.dead.isEmpty() ? 0 : 3);
      int[] counts = versions.computeIfAbsent(reply.version(), version -> new int[2]);
      counts[0] += reply.run.rows().size();
      counts[1] += reply.elements.size();
    }
    assertThat(versions).containsKeys("1.0", "1.1", "1.2", "1.3", "1.4", "errors");
    versions.forEach(
        (version, counts) -> {
          if (version.startsWith("1.")) {
            assertThat(counts[0] / (double) counts[1])
                .as("version %s: %d rows of %d elements", version, counts[0], counts[1])
                .isGreaterThanOrEqualTo(version.contains("-") ? 0.97 : 0.99);
          }
        });
    assertThat(versions.get("errors")[0]).isZero();
  }

  @Test
  void noSecretOfTheInputIsInTheOutput() {
    int checked = 0;
    for (Reply reply : ALL) {
      Set<String> secrets = new HashSet<>();
      Set<String> others = new HashSet<>();
      reply.elements.forEach(element -> collect("", element, secrets, others));
      // a password may be a word that also stands elsewhere
      others.addAll(words(String.join(" ", others)));
      others.addAll(words(String.join(" ", Users.recordType().schema().names())));
      secrets.removeAll(others);
      Set<String> leaked = words(reply.run.out() + reply.run.err() + reply.dead);
      leaked.retainAll(secrets);
      assertThat(leaked).as(reply.file.toString()).isEmpty();
      for (JsonNode row : reply.run.rows()) {
        row.forEach(value -> assertThat(secrets.contains(value.asText())).isFalse());
      }
      checked += secrets.size();
    }
    assertThat(checked).isGreaterThan(1_000);
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static void collect(String name, JsonNode node, Set<String> secrets, Set<String> others) {
    if (node.isValueNode()) {
      (SECRETS.contains(name) ? secrets : others).add(node.asText());
    } else if (node.isArray()) {
      node.forEach(item -> collect(name, item, secrets, others));
    } else {
      node.properties().forEach(e -> collect(e.getKey(), e.getValue(), secrets, others));
    }
  }

  @Test
  void postcodesAndDatesAreAsTheyWere() {
    int leadingZeros = 0;
    int letters = 0;
    for (Reply reply : ALL) {
      Set<Integer> refused = new HashSet<>();
      reply.dead.forEach(letter -> refused.add(letter.get("ordinal").asInt()));
      List<JsonNode> rows = reply.run.rows();
      int at = 0;
      for (int i = 0; i < reply.elements.size(); i++) {
        if (refused.contains(i)) {
          continue;
        }
        JsonNode row = rows.get(at++);
        String postcode = postcode(reply.elements.get(i));
        assertThat(row.get("postcode").isNull() ? null : row.get("postcode").asText())
            .as("%s#%d", reply.file, i)
            .isEqualTo(postcode);
        leadingZeros += postcode != null && postcode.startsWith("0") ? 1 : 0;
        letters += postcode != null && postcode.matches(".*[A-Z].*") ? 1 : 0;
        for (String date : List.of("birth_date", "registered_at")) {
          assertThat(row.get(date).asText()).matches("null|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
        }
      }
    }
    assertThat(leadingZeros).isPositive();
    assertThat(letters).isGreaterThan(100);
  }

  private static String postcode(JsonNode element) {
    JsonNode user = element.path("user").isObject() ? element.get("user") : element;
    for (String path :
        List.of(
            "/location/postcode",
            "/address/postcode",
            "/post_code",
            "/postcode",
            "/location/zip",
            "/address/postalCode")) {
      JsonNode value = user.at(path);
      if (value.isValueNode() && !value.isNull()) {
        return value.asText();
      }
    }
    return null;
  }

  private static List<JsonNode> elements(Path file) throws IOException {
    return elements(JSON.readTree(file.toFile()));
  }

  /** An array's items, an envelope's users, else the value; an empty list stands for itself. */
  private static List<JsonNode> elements(JsonNode node) {
    JsonNode list = node;
    for (String envelope : List.of("results", "users", "data")) {
      list = node.path(envelope).isArray() ? node.get(envelope) : list;
    }
    List<JsonNode> elements = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(item -> elements.addAll(elements(item)));
    }
    return elements.isEmpty() ? List.of(node) : elements;
  }
}
