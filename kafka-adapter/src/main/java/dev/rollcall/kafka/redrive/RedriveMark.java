package dev.rollcall.kafka.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;

/**
 * The stored state of a letter's re-drive.
 *
 * <pre>{@code {"version":1,"done":true,"attempt":2,"to":"users"}}</pre>
 *
 * @param done whether it is re-driven for good; if not, its sink refused it again
 * @param attempt how often the letter's element was tried, this re-drive included
 * @param to the topic or the sink
 */
record RedriveMark(boolean done, int attempt, String to) {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] toBytes() {
    return JSON.createObjectNode()
        .put("version", VERSION)
        .put("done", done)
        .put("attempt", attempt)
        .put("to", to)
        .toString()
        .getBytes(UTF_8);
  }

  static RedriveMark parse(String where, byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new FatalException(where + ": a mark of a re-drive is not JSON", e);
    }
    if (json.path("version").asInt() != VERSION || !json.path("done").isBoolean()) {
      throw new FatalException(
          where
              + ": a mark of a re-drive has version "
              + json.path("version").asInt()
              + ", expected "
              + VERSION
              + "; it was written by another release of Rollcall: use that one or a newer one");
    }
    return new RedriveMark(
        json.path("done").asBoolean(), json.path("attempt").asInt(1), json.path("to").asText());
  }
}
