package dev.rollcall.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.pipeline.RunReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OwnRecordTypeTest {

  @Test
  void aTypeOfOnesOwnGoesTheWholeWay() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    RunReport report = OwnRecordType.run(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(report.read()).isEqualTo(3);
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("min_celsius=20.5", "max_celsius=22.0", "window_start=2026-01-01T10:00:00Z")
        .contains(
            "column 'celsius' (reading): got \"warm\", expected a finite number; readings-0@2#0");
  }
}
