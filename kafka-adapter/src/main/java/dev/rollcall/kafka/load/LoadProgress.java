package dev.rollcall.kafka.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The progress of a load, stored as one small JSON message:
 *
 * <pre>{@code {"version":1,"pages":12,"records":1200,"done":false}}</pre>
 *
 * @param pages how many pages are committed; the next page has this number
 * @param records how many records they hold
 * @param done whether the load is finished
 */
record LoadProgress(long pages, long records, boolean done) {

  static final LoadProgress NONE = new LoadProgress(0, 0, false);

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  LoadProgress withPage(int pageRecords) {
    return new LoadProgress(pages + 1, records + pageRecords, false);
  }

  LoadProgress finished() {
    return new LoadProgress(pages, records, true);
  }

  byte[] toBytes() {
    String json =
        "{\"version\":%d,\"pages\":%d,\"records\":%d,\"done\":%b}"
            .formatted(VERSION, pages, records, done);
    return json.getBytes(StandardCharsets.UTF_8);
  }

  static LoadProgress parse(String where, byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new FatalException(where + ": the stored progress is not JSON", e);
    } catch (IOException e) {
      throw new FatalException(where + ": the stored progress cannot be read", e);
    }
    int version = json.path("version").asInt();
    if (version != VERSION || !json.path("pages").isIntegralNumber()) {
      throw new FatalException(
          where
              + ": the stored progress has version "
              + version
              + ", expected "
              + VERSION
              + "; it was written by another release of Rollcall: use that one or a newer one");
    }
    return new LoadProgress(
        json.path("pages").asLong(), json.path("records").asLong(), json.path("done").asBoolean());
  }
}
