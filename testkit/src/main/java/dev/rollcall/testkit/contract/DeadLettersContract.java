package dev.rollcall.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.port.DeadLetter.Stage;
import dev.rollcall.core.port.DeadLetterTarget;
import dev.rollcall.core.port.DeadLetters;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every store of dead letters must do. A subclass names a target whose store is empty at the
 * start of each test, and reads it back by other means than the port itself.
 */
public abstract class DeadLettersContract {

  private static final String CANARY = "canary-7f3a9c51";
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** The target under test: the same store in each call within a test. */
  protected abstract DeadLetterTarget target();

  /** What the store holds now, one per id, read past any cache. */
  protected abstract List<Kept> kept();

  /** Whether the store keeps payloads of {@link #source}; only one on its own cluster may. */
  protected abstract boolean keepsPayload();

  /** How many bytes the store holds now: letters, payloads and what belongs to them. */
  protected abstract long size();

  /** The partition that the letters come from. */
  protected SourcePartition source() {
    return new SourcePartition("contract-source", 3);
  }

  /**
   * A letter as the store holds it.
   *
   * @param id the letter's id
   * @param reasonClass as given
   * @param reason as given
   * @param attempt as given
   * @param sha256 of the original bytes, hexadecimal
   * @param payload the original bytes, or null if the store keeps none
   * @param headers the record's headers; empty if the store keeps no payload
   * @param path as given
   * @param elementSha256 as given
   * @param everything all that the store holds of this letter, as text, payload included
   */
  public record Kept(
      String id,
      String reasonClass,
      String reason,
      int attempt,
      String sha256,
      byte @Nullable [] payload,
      List<SourceRecord.Header> headers,
      String path,
      String elementSha256,
      String everything) {}

  @Test
  void aLetterIsKeptWhenWriteReturns() {
    DeadLetter letter = letter(1205, 2);
    try (DeadLetters letters = target().open()) {
      letters.write(List.of(letter));

      assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
    }
  }

  @Test
  void aLetterIsStillThereAfterClosing() {
    DeadLetter letter = letter(7, 0);
    write(List.of(letter));

    assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
  }

  @Test
  void theSameLetterAgainIsOneLetter() {
    DeadLetter letter = letter(9, 0);
    try (DeadLetters letters = target().open()) {
      letters.write(List.of(letter, letter));
      letters.write(List.of(letter));
    }
    write(List.of(letter));

    assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
  }

  @Test
  void elementsStagesAndSinksOfOneRecordAreLettersOfTheirOwn() {
    DeadLetter letter = letter(5, 0);
    List<DeadLetter> letters =
        List.of(
            letter,
            letter(5, 1),
            at(letter, Stage.TRANSFORM, ""),
            at(letter, Stage.SINK, "cassandra:ks.users"),
            at(letter, Stage.SINK, "mongo:db.users"));
    write(letters);

    assertThat(kept())
        .extracting(Kept::id)
        .containsExactlyInAnyOrderElementsOf(letters.stream().map(DeadLetter::id).toList());
  }

  @Test
  void aRecordWithoutKeyAndValueIsKept() {
    DeadLetter letter = with(letter(11, 0), null, null, "column 'user_id' (user): got nothing");
    write(List.of(letter));

    assertThat(kept())
        .singleElement()
        .satisfies(
            kept -> {
              assertSame(kept, letter);
              assertThat(kept.payload()).isNull();
            });
  }

  @Test
  void anEmptyValueIsKept() {
    DeadLetter letter = with(letter(12, 0), "".getBytes(UTF_8), new byte[0], "got no JSON at all");
    write(List.of(letter));

    assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
  }

  @Test
  void aBigPayloadDoesNotGetInTheWay() {
    byte[] big = new byte[600_000];
    Arrays.fill(big, (byte) 'x');
    DeadLetter letter = with(letter(13, 0), "key".getBytes(UTF_8), big, "too deep");
    write(List.of(letter(1, 0), letter, letter(2, 0)));

    assertThat(kept()).hasSize(3).anySatisfy(kept -> assertSame(kept, letter));
  }

  @Test
  void thePayloadOfARecordIsKeptOnceForAllItsLetters() {
    byte[] big = new byte[200_000];
    Arrays.fill(big, (byte) 'x');
    DeadLetter first = with(letter(17, 0), "key".getBytes(UTF_8), big, "too old");
    List<DeadLetter> letters =
        IntStream.range(0, 100).mapToObj(ordinal -> place(first, ordinal)).toList();
    write(letters);
    long once = size();
    write(letters);

    assertThat(once).isLessThan(big.length + 100 * 1_500L);
    assertThat(kept())
        .hasSize(100)
        .allSatisfy(
            kept ->
                assertSame(
                    kept,
                    letters.stream()
                        .filter(letter -> letter.id().equals(kept.id()))
                        .findFirst()
                        .orElseThrow()));
  }

  @Test
  void theHeadersOfTheRecordAreHiddenUnlessTheStoreIsExempt() {
    DeadLetter plain = letter(18, 0);
    List<SourceRecord.Header> headers =
        List.of(
            new SourceRecord.Header("trace", CANARY.getBytes(UTF_8)),
            new SourceRecord.Header("trace", new byte[] {0, -1}),
            new SourceRecord.Header("empty", new byte[0]),
            new SourceRecord.Header("null", null));
    DeadLetter letter = full(plain, plain.ordinal(), headers, "$.results[0]", "0".repeat(64));
    write(List.of(letter));

    assertThat(kept())
        .singleElement()
        .satisfies(
            kept -> {
              assertSame(kept, letter);
              if (!keepsPayload()) {
                assertThat(kept.everything()).doesNotContain(CANARY);
              }
            });
  }

  @Test
  void oddCharactersInTheReasonStayAsTheyAre() {
    String reason =
        "column 'naïve': got \"a\tb\\c\r\n…\", \u202eexpected 東京 😀 <b>&amp;</b> '; DROP TABLE x";
    DeadLetter letter = with(letter(14, 0), null, "{".getBytes(UTF_8), reason);
    write(List.of(letter));

    assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
  }

  @Test
  void manyLettersAreAllKept() {
    List<DeadLetter> many =
        IntStream.range(0, 2_000).mapToObj(i -> letter(i / 10, i % 10)).toList();
    write(many);

    assertThat(kept())
        .extracting(Kept::id)
        .containsExactlyInAnyOrderElementsOf(many.stream().map(DeadLetter::id).toList());
  }

  @Test
  void severalThreadsMayWriteAtOnce() {
    List<String> ids = new ArrayList<>();
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    try (DeadLetters letters = target().open()) {
      for (int writer = 0; writer < 4; writer++) {
        int first = writer * 100;
        List<DeadLetter> own =
            IntStream.range(first, first + 100).mapToObj(i -> letter(i, 0)).toList();
        own.forEach(letter -> ids.add(letter.id()));
        writers.add(
            CompletableFuture.runAsync(() -> own.forEach(one -> letters.write(List.of(one)))));
      }
      writers.forEach(CompletableFuture::join);
    }

    assertThat(kept()).extracting(Kept::id).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void noLettersAreNoWork() {
    write(List.of());

    assertThat(kept()).isEmpty();
  }

  @Test
  void thePayloadIsHiddenUnlessTheStoreIsExempt() {
    byte[] payload = ("{\"login\":{\"password\":\"" + CANARY + "\"}").getBytes(UTF_8);
    DeadLetter letter = with(letter(15, 0), null, payload, "at byte 41: got the end");
    write(List.of(letter));

    assertThat(kept())
        .singleElement()
        .satisfies(
            kept -> {
              if (keepsPayload()) {
                assertThat(kept.payload()).isEqualTo(payload);
              } else {
                assertThat(kept.payload()).isNull();
                assertThat(kept.everything()).contains(letter.sha256()).doesNotContain(CANARY);
              }
            });
  }

  @Test
  void theTargetCanBeSentToAnotherJvm() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(target());
    }
    DeadLetter letter = letter(16, 0);
    try (ObjectInputStream in =
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        DeadLetters letters = ((DeadLetterTarget) in.readObject()).open()) {
      letters.write(List.of(letter));
    }

    assertThat(kept()).singleElement().satisfies(kept -> assertSame(kept, letter));
  }

  /** A letter of the source at this position. */
  protected final DeadLetter letter(long offset, int ordinal) {
    return new DeadLetter(
        source(),
        "users",
        offset,
        ordinal,
        Stage.MAP,
        "",
        "not-a-number",
        "column 'age' (user): got \"old\", expected a whole number; users-3@" + offset,
        1,
        TIME,
        ("user-" + offset).getBytes(UTF_8),
        ("{\"age\":\"old\",\"offset\":" + offset + "}").getBytes(UTF_8));
  }

  private void write(List<DeadLetter> some) {
    try (DeadLetters letters = target().open()) {
      letters.write(some);
    }
  }

  private void assertSame(Kept kept, DeadLetter letter) {
    assertThat(kept.id()).isEqualTo(letter.id());
    assertThat(kept.reasonClass()).isEqualTo(letter.reasonClass());
    assertThat(kept.reason()).isEqualTo(letter.reason());
    assertThat(kept.attempt()).isEqualTo(letter.attempt());
    assertThat(kept.sha256()).isEqualTo(letter.sha256());
    assertThat(kept.path()).isEqualTo(letter.element().path());
    assertThat(kept.elementSha256()).isEqualTo(letter.element().sha256());
    if (keepsPayload()) {
      assertThat(kept.payload()).isEqualTo(letter.value());
      assertThat(kept.headers()).isEqualTo(letter.headers());
    } else {
      assertThat(kept.payload()).isNull();
      assertThat(kept.headers()).isEmpty();
    }
  }

  private static DeadLetter place(DeadLetter letter, int ordinal) {
    return full(letter, ordinal, List.of(), "$.results[" + ordinal + "]", "f".repeat(64));
  }

  private static DeadLetter full(
      DeadLetter letter,
      int ordinal,
      List<SourceRecord.Header> headers,
      String path,
      String elementSha256) {
    return new DeadLetter(
        letter.partition(),
        letter.source(),
        letter.offset(),
        ordinal,
        letter.stage(),
        letter.sink(),
        letter.reasonClass(),
        letter.reason(),
        letter.attempt(),
        letter.timestamp(),
        letter.key(),
        letter.value(),
        headers,
        letter.sha256(),
        new DeadLetter.Element(path, elementSha256, letter.element().branch()),
        letter.formerlyTaken());
  }

  private static DeadLetter at(DeadLetter letter, Stage stage, String sink) {
    return new DeadLetter(
        letter.partition(),
        letter.source(),
        letter.offset(),
        letter.ordinal(),
        stage,
        sink,
        letter.reasonClass(),
        letter.reason(),
        letter.attempt(),
        letter.timestamp(),
        letter.key(),
        letter.value());
  }

  private static DeadLetter with(
      DeadLetter letter, byte @Nullable [] key, byte @Nullable [] value, String reason) {
    return new DeadLetter(
        letter.partition(),
        letter.source(),
        letter.offset(),
        letter.ordinal(),
        letter.stage(),
        letter.sink(),
        letter.reasonClass(),
        reason,
        letter.attempt(),
        letter.timestamp(),
        key,
        value);
  }
}
