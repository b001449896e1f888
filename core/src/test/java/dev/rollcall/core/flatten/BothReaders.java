package dev.rollcall.core.flatten;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.RecordType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fast reader and the reference on the same records, one after the other. */
final class BothReaders {

  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  /** For so many elements every field is noted, and objects are read field by field. */
  private static final int NOTED = 10_000;

  private final Flattener fast;
  private final Flattener reference;

  BothReaders(RecordType type, Map<List<String>, Set<String>> route) {
    fast = Flattener.of(type, route);
    reference = Flattener.reference(type, route);
  }

  /** Reads this record so often that fields are noted no longer of each. */
  void pastNoting(byte[] json) {
    for (int i = 0; i <= NOTED; i++) {
      fast.flatten(json, TIME);
      reference.flatten(json, TIME);
    }
    compareCoverage();
  }

  /** Twice, since an object's shape is known the second time. */
  void compare(byte[] json) {
    for (int i = 0; i < 2; i++) {
      assertThat(fast.flatten(json, TIME))
          .as(() -> new String(json, ISO_8859_1))
          .isEqualTo(reference.flatten(json, TIME));
    }
  }

  void compareCoverage() {
    assertThat(fast.takeCoverage()).isEqualTo(reference.takeCoverage());
  }
}
