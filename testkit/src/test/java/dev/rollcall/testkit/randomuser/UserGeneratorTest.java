package dev.rollcall.testkit.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UserGeneratorTest {

  private static final String GOLDEN_SHA_256 =
      "2154da6da771571d7281872ca1696d501bec4abd092b7ada255ebc3ced40a19d";

  @Test
  void aPageIsTheSameBytesOnEveryMachine() {
    byte[] page = GeneratedPages.bytes("seed=golden-&results=1000&page=3");
    assertThat(Digests.SHA_256.hex(page)).isEqualTo(GOLDEN_SHA_256);
  }

  @Test
  void askingForFewerUsersGivesTheFirstOfThem() {
    List<JsonNode> all = GeneratedPages.users("seed=x-&results=100&page=2");
    assertThat(GeneratedPages.users("seed=x-&results=7&page=2")).isEqualTo(all.subList(0, 7));
  }

  @Test
  void aUserByItselfIsTheSameAsInItsPage() {
    UserGenerator generator =
        new UserGenerator(Clock.fixed(OfflineApi.DEFAULT_TIME, ZoneOffset.UTC));
    JsonNode alone = GeneratedPages.parse(generator.user("x-2", 6));
    assertThat(alone).isEqualTo(GeneratedPages.users("seed=x-&results=7&page=2").get(6));
  }

  @Test
  void onlyTheAgesDependOnTheClock() {
    Clock later = Clock.fixed(Instant.parse("2036-01-01T00:00:00Z"), ZoneOffset.UTC);
    Clock now = Clock.fixed(OfflineApi.DEFAULT_TIME, ZoneOffset.UTC);
    String young = new String(new UserGenerator(now).user("s", 1), StandardCharsets.UTF_8);
    String old = new String(new UserGenerator(later).user("s", 1), StandardCharsets.UTF_8);
    assertThat(old).isNotEqualTo(young);
    assertThat(old.replaceAll("\"age\":\\d+", "")).isEqualTo(young.replaceAll("\"age\":\\d+", ""));
  }

  @Test
  void allNationalitiesOccur() {
    Set<String> nationalities = new TreeSet<>();
    users(20_000).forEach(user -> nationalities.add(user.get("nat").textValue()));
    assertThat(nationalities).containsExactlyElementsOf(Country.CODES);
  }

  @Test
  void aboutThreePercentAreMinors() {
    long minors = users(20_000).stream().filter(u -> u.at("/dob/age").intValue() < 18).count();
    assertThat(minors / 20_000.0).isCloseTo(0.03, within(0.01));
  }

  @Test
  void agesAreTheYearsSinceTheDate() {
    OffsetDateTime now = OfflineApi.DEFAULT_TIME.atOffset(ZoneOffset.UTC);
    for (JsonNode user : users(5_000)) {
      for (String field : List.of("dob", "registered")) {
        OffsetDateTime date = OffsetDateTime.parse(user.get(field).get("date").textValue());
        assertThat(user.get(field).get("age").longValue())
            .isEqualTo(ChronoUnit.YEARS.between(date, now));
      }
    }
  }

  @Test
  void uuidsAreOfVersionFourAndUniqueWhileEmailsAndUsernamesRepeat() {
    Set<String> uuids = new HashSet<>();
    Set<String> emails = new HashSet<>();
    Set<String> usernames = new HashSet<>();
    for (JsonNode user : users(20_000)) {
      uuids.add(user.at("/login/uuid").textValue());
      emails.add(user.get("email").textValue());
      usernames.add(user.at("/login/username").textValue());
    }
    assertThat(uuids)
        .hasSize(20_000)
        .allMatch(
            u -> u.matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    assertThat(emails)
        .hasSizeLessThan(20_000)
        .allMatch(e -> e.matches("[!-~]+\\.[!-~]+@example.com"));
    assertThat(usernames).hasSizeLessThan(20_000);
  }

  @Test
  void theLoginsHashesAreOfPasswordAndSalt() {
    JsonNode login = users(1).get(0).get("login");
    byte[] secret =
        (login.get("password").textValue() + login.get("salt").textValue())
            .getBytes(StandardCharsets.UTF_8);
    assertThat(login.get("md5").textValue()).isEqualTo(Digests.MD5.hex(secret));
    assertThat(login.get("sha1").textValue()).isEqualTo(Digests.SHA_1.hex(secret));
    assertThat(login.get("sha256").textValue()).isEqualTo(Digests.SHA_256.hex(secret));
  }

  @Test
  void theQuirksOfTheRealDataOccur() {
    Set<String> texts = new HashSet<>();
    for (JsonNode user : users(20_000)) {
      texts.add(user.at("/location/street/name").textValue());
      texts.add(user.at("/location/city").textValue());
      texts.add(user.at("/location/timezone/offset").textValue());
      texts.add(user.at("/id/value").asText());
      texts.add(user.at("/name/last").textValue());
      texts.add(user.get("phone").textValue());
      if (user.get("nat").textValue().equals("NO")) {
        texts.add("NO " + user.at("/location/postcode").textValue());
      }
    }
    assertThat(texts)
        .anyMatch(t -> t.endsWith(" "))
        .anyMatch(t -> t.contains("\u00a0"))
        .anyMatch(t -> t.contains("\u200c"))
        .anyMatch(t -> t.contains("'"))
        .anyMatch(t -> t.matches("NaNNA\\d{3}undefined"))
        .anyMatch(t -> t.matches("[12]NNaN\\d{8} \\d{2}"))
        .anyMatch(t -> t.matches("NO 0\\d{3}"))
        .anyMatch(t -> t.matches("[A-Z]\\d\\d [A-Z]\\d\\d-\\d{4}"))
        .contains("0:00", "+5:45", "null");
  }

  @Test
  void rawSeedsCollideAndSeedsOfFixedWidthWithADelimiterDoNot() {
    assertThat(GeneratedPages.users("seed=abc&page=12"))
        .isEqualTo(GeneratedPages.users("seed=abc1&page=2"));
    assertThat(GeneratedPages.users("seed=abc0-&page=12"))
        .isNotEqualTo(GeneratedPages.users("seed=abc1-&page=2"));
  }

  /** The first {@code count} users of one seed, over pages of up to 5,000. */
  private static List<JsonNode> users(int count) {
    List<JsonNode> users = new ArrayList<>();
    for (int page = 1; users.size() < count; page++) {
      int results = Math.min(5_000, count - users.size());
      users.addAll(GeneratedPages.users("seed=many-&results=" + results + "&page=" + page));
    }
    return users;
  }
}
