package dev.rollcall.testkit.randomuser;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rollcall.testkit.random.Draw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/**
 * Invents users in the shape of randomuser.me 1.4, with the quirks of the real data: postcodes as
 * numbers and as text, ids that are null or broken, trailing spaces, other scripts, the same e-mail
 * or username twice. About 3 % are minors. User {@code k} of a page depends on the effective seed
 * and {@code k} only, however many users are asked for; only the two {@code age} fields depend on
 * the clock, as in the real API. Threadsafe.
 */
public final class UserGenerator {

  private static final JsonFactory JSON = new JsonFactory();

  private final Clock clock;

  /** Ages are counted at the time of {@code clock}. */
  public UserGenerator(Clock clock) {
    this.clock = clock;
  }

  /**
   * The user as JSON in UTF-8.
   *
   * @param effectiveSeed what the API makes of seed and page: the text of both, without page 1
   * @param index place in the page, from 0
   */
  public byte[] user(String effectiveSeed, int index) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1500);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      Person person = Person.draw(Draw.of(Draw.origin(effectiveSeed), index), Selection.ALL);
      new UserWriter(out, Selection.ALL, clock.instant()).write(person);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the first {@code count} users of a page as the elements of an open array. */
  void users(JsonGenerator out, String effectiveSeed, int count, Selection selection)
      throws IOException {
    long origin = Draw.origin(effectiveSeed);
    UserWriter writer = new UserWriter(out, selection, clock.instant());
    for (int index = 0; index < count; index++) {
      writer.write(Person.draw(Draw.of(origin, index), selection));
    }
  }
}
