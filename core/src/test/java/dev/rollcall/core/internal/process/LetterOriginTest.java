package dev.rollcall.core.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.pipeline.Guests;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LetterOriginTest {

  private static final List<SourceRecord.Header> HEADERS =
      List.of(new SourceRecord.Header("trace", null));

  private final AtomicInteger readings = new AtomicInteger();

  @Test
  void aLetterNamesThePlaceAndTheHashOfItsElement() {
    String json = "[{\"results\": [{\"id\":\"a\"}, {\"id\":7} ]}, {\"id\":\"c\"}, 7]";

    assertThat(letters(json, 4))
        .extracting(letter -> letter.element().path(), letter -> letter.element().sha256())
        .containsExactly(
            tuple("$[0].results[0]", sha256("{\"id\":\"a\"}")),
            tuple("$[0].results[1]", sha256("{\"id\":7}")),
            tuple("$[1]", sha256("{\"id\":\"c\"}")),
            tuple("$[2]", sha256("7")));
  }

  @Test
  void aRecordThatCannotBeTakenApartIsItsOnlyElement() {
    for (String json : List.of("{\"id\":", "", "{\"id\":\"a\"}")) {
      assertThat(letters(json, 1))
          .as(json)
          .extracting(
              letter -> letter.element().path(),
              letter -> letter.element().sha256(),
              DeadLetter::sha256)
          .containsExactly(tuple("$", sha256(json), sha256(json)));
    }
  }

  @Test
  void theLettersOfARecordShareItAndItsHash() {
    List<DeadLetter> letters = letters("[{\"id\":1},{\"id\":2}]", 2);

    assertThat(letters.get(1).sha256()).isSameAs(letters.get(0).sha256());
    assertThat(letters.get(1).value()).isSameAs(letters.get(0).value());
    assertThat(letters).extracting(DeadLetter::headers).containsOnly(HEADERS);
  }

  @Test
  void aThousandLettersOfARecordReadItOnce() {
    String json =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "{\"id\":\"" + i + "\"}")
            .collect(Collectors.joining(",", "[", "]"));

    List<DeadLetter> letters = letters(json, 1_000);

    assertThat(letters).extracting(letter -> letter.element().path()).doesNotHaveDuplicates();
    assertThat(readings).hasValue(1);
    String hash = letters.get(0).sha256();
    assertThat(letters).allSatisfy(letter -> assertThat(letter.sha256()).isSameAs(hash));
  }

  private List<DeadLetter> letters(String value, int elements) {
    SourceRecord record =
        new SourceRecord(
            new SourcePartition("topic-id", 3),
            "users",
            1205,
            Instant.EPOCH,
            null,
            value.getBytes(StandardCharsets.UTF_8),
            1,
            HEADERS);
    Flattener flattener = Flattener.of(Guests.TYPE);
    LetterOrigin origin =
        new LetterOrigin(
            record,
            "",
            "",
            json -> {
              readings.incrementAndGet();
              return flattener.locate(json);
            });
    return IntStream.range(0, elements)
        .mapToObj(i -> origin.letter(i, "picky", "a reason"))
        .toList();
  }

  private static String sha256(String text) {
    return Texts.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
