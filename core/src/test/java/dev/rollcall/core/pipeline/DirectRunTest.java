package dev.rollcall.core.pipeline;

import static dev.rollcall.core.pipeline.Guests.guest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.record.SourceRecord;
import org.junit.jupiter.api.Test;

class DirectRunTest {

  @Test
  void recordsGoThroughThePipelineWithoutAnEngine() {
    Guests guests = new Guests("DirectRunTest", 2);
    guests.source.add(0, guest("a", "de", 30)).add(1, guest("b", "fr", 40)).add(1, "{");
    try (DirectRun run = DirectRun.open(guests.pipeline().build())) {
      guests.source.records().forEach(run::process);
      RunReport report = run.flush();

      assertThat(report.read()).isEqualTo(3);
      assertThat(report.written()).isEqualTo(2);
      assertThat(report.deadLettered()).isEqualTo(1);
      assertThat(run.flush()).isEqualTo(report);
      assertThat(run.partitions())
          .containsExactlyInAnyOrderElementsOf(
              guests.source.records().stream().map(SourceRecord::partition).distinct().toList());
    }
    assertThat(guests.rows.rows()).hasSize(2);
    assertThat(guests.count("de")).isEqualTo(1);
    assertThat(guests.letters.letters()).hasSize(1);
  }
}
