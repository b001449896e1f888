package dev.rollcall.core.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a type in tests, one at a time. */
final class One {

  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private One() {}

  static List<Element> elements(RecordType type, String json, @Nullable Instant time) {
    return Flattener.of(type).flatten(json.getBytes(StandardCharsets.UTF_8), time);
  }

  static SourceRecord message(byte @Nullable [] key, byte @Nullable [] value) {
    return new SourceRecord(
        new SourcePartition("one", 0), "one", 0, TIME, key, value, 1, List.of());
  }

  static Row row(RecordType type, String json) {
    Element element = elements(type, json, TIME).get(0);
    assertThat(element)
        .as(() -> element instanceof Element.Refused refused ? refused.reason() : "accepted")
        .isInstanceOf(Element.Accepted.class);
    return ((Element.Accepted) element).row();
  }

  static Element.Unmappable refused(RecordType type, String json) {
    Element element = elements(type, json, TIME).get(0);
    assertThat(element).isInstanceOf(Element.Unmappable.class);
    return (Element.Unmappable) element;
  }
}
