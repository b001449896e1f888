package dev.rollcall.randomuser;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.rollcall.core.error.FatalException;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks in one pass that a reply of status 200 is what was asked for: during an outage the API may
 * answer 200 with an error, an HTML page or no users. Not threadsafe.
 */
final class ReplyCheck {

  private static final JsonFactory STRICT =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String where;
  private final @Nullable String seed;
  private final int page;
  private long users = -1;

  private ReplyCheck(String where, @Nullable String seed, int page) {
    this.where = where;
    this.seed = seed;
    this.page = page;
  }

  /**
   * Checks a reply.
   *
   * @param where begins every message
   * @param seed the seed that was asked for; null for any
   * @param results users that were asked for
   * @throws FailedAttempt if the reply is not whole or not of users
   * @throws FatalException if the API gave another page or seed than asked for
   */
  static void check(byte[] body, String where, @Nullable String seed, int page, int results)
      throws FailedAttempt {
    ReplyCheck check = new ReplyCheck(where, seed, page);
    try (JsonParser in = STRICT.createParser(body)) {
      check.reply(in);
    } catch (IOException e) {
      // without the parser's message and cause: they quote the payload
      throw new FailedAttempt(
          where + ": got " + body.length + " bytes that are not a whole JSON reply, expected JSON");
    }
    if (check.users != results) {
      throw new FailedAttempt(
          where
              + (check.users < 0
                  ? ": got no 'results'"
                  : ": got " + check.users + (check.users == 1 ? " user" : " users"))
              + ", expected "
              + results
              + "; the API has outages in which it gives too few");
    }
  }

  private void reply(JsonParser in) throws IOException, FailedAttempt {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new FailedAttempt(
          where + ": got something else, expected a JSON object with 'results'");
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      if (field.equals("error")) {
        throw new FailedAttempt(where + ": got status 200 with an 'error', expected users");
      } else if (field.equals("results") && value == JsonToken.START_ARRAY) {
        users = count(in);
      } else if (field.equals("info") && value == JsonToken.START_OBJECT) {
        info(in);
      } else {
        skip(in);
      }
    }
    if (in.nextToken() != null) {
      throw new FailedAttempt(where + ": got more after the JSON object, expected its end");
    }
  }

  private long count(JsonParser in) throws IOException, FailedAttempt {
    long found = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw new FailedAttempt(where + ": got an element of 'results' that is no object");
      }
      skip(in);
      found++;
    }
    return found;
  }

  /** The API replaces an invalid parameter by its default and says so only here. */
  private void info(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      in.nextToken();
      if (field.equals("page") && in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        expect("page", in.getText(), Integer.toString(page));
      } else if (field.equals("seed") && seed != null) {
        expect("seed", in.getText(), seed);
      } else {
        skip(in);
      }
    }
  }

  private void expect(String what, String got, String expected) {
    if (!got.equals(expected)) {
      throw new FatalException(
          where
              + ": got another "
              + what
              + " than "
              + expected
              + "; the API at this base URI does not understand the request, use one of version"
              + " 1.4");
    }
  }

  /** To the end of the current value; every token is finished, so that its text is checked too. */
  private static void skip(JsonParser in) throws IOException {
    for (int depth = 0; ; in.nextToken()) {
      JsonToken token = in.currentToken();
      if (token == null) {
        throw new EOFException("the reply ends in mid-value");
      }
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      in.finishToken();
      if (depth == 0 && token != JsonToken.FIELD_NAME) {
        return;
      }
    }
  }
}
