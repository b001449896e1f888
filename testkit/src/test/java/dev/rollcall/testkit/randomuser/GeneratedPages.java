package dev.rollcall.testkit.randomuser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Replies of the generator without a server between. */
final class GeneratedPages {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReplyWriter REPLIES =
      new ReplyWriter(new UserGenerator(Clock.fixed(OfflineApi.DEFAULT_TIME, ZoneOffset.UTC)));

  private GeneratedPages() {}

  static byte[] bytes(String query) {
    ApiQuery parsed = ApiQuery.parse(query);
    return REPLIES.reply(parsed, parsed.results());
  }

  static JsonNode reply(String query) {
    return parse(bytes(query));
  }

  static List<JsonNode> users(String query) {
    List<JsonNode> users = new ArrayList<>();
    reply(query).get("results").forEach(users::add);
    return users;
  }

  static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
