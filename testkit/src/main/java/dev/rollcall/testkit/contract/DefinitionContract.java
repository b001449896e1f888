package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.SampleRows.SCHEMA;
import static dev.rollcall.testkit.contract.SampleRows.half;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.port.RowSink;
import dev.rollcall.core.port.RowTarget;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whose rows a target takes, and which of two definitions wins. Not threadsafe. */
public abstract class DefinitionContract extends CompositeKeyContract {

  private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
  private static final DefinitionRegistry.Entry FIRST = new DefinitionRegistry.Entry("first", 1);
  private static final DefinitionRegistry.Entry SECOND = new DefinitionRegistry.Entry("first", 2);
  private static final DefinitionRegistry.Entry OTHER = new DefinitionRegistry.Entry("other", 1);

  private final String table =
      "definitions_" + UUID.randomUUID().toString().substring(0, 8).replace('-', '_');

  /** The same target as {@code target(table)}, which several pipelines may write. */
  protected abstract RowTarget sharedTarget(String table);

  /**
   * Whether rows of a higher definition replace those of a lower one in the same table. A store
   * that cannot refuses the higher definition when it is opened.
   */
  protected boolean replacesLowerDefinitions() {
    return true;
  }

  @Test
  void aRowOfAHigherDefinitionReplacesOneOfALowerWhateverTheirTimes() {
    assumeThat(replacesLowerDefinitions()).as("this store has a table per definition").isTrue();
    Row corrected = half("k", 2, true);
    try (RowSink zombie = target(table).open(SCHEMA, FIRST)) {
      write(zombie, 1, NOON.plusSeconds(3_600), half("k", 1, false));
      try (RowSink sink = target(table).open(SCHEMA, SECOND)) {
        write(sink, 2, NOON, corrected);
        assertStored(corrected);

        write(zombie, 1, NOON.plusSeconds(7_200), half("k", 3, false));
        assertStored(corrected);
      }
    }
  }

  @Test
  void anEqualVersionIsWrittenAgainSoThatAReplayRepairs() {
    assumeThat(replacesLowerDefinitions()).as("this store keeps the greater cell").isTrue();
    try (RowSink sink = target(table).open(SCHEMA, FIRST)) {
      write(sink, 1, NOON, half("k", 9, true));
      write(sink, 1, NOON, half("k", 1, false));
      assertStored(half("k", 1, false));
      write(sink, 1, NOON, half("k", 9, true));
      assertStored(half("k", 9, true));
    }
  }

  @Test
  void rowsThatARebuildDidNotProduceAreCountedAsStale() {
    assumeThat(replacesLowerDefinitions()).as("this store has a table per definition").isTrue();
    try (RowSink sink = target(table).open(SCHEMA, FIRST)) {
      write(sink, 1, NOON, half("gone", 1, true));
      write(sink, 1, NOON, half("kept", 1, true));
      Row.Version deletion = new Row.Version(1, NOON, 7, 0);
      sink.write(List.of(new RowSink.VersionedRow(SampleRows.empty("deleted"), deletion, true)));
      assertThat(sink.staleRows(1)).hasValueSatisfying(no -> assertThat(no.count()).isZero());
    }
    try (RowSink sink = target(table).open(SCHEMA, SECOND)) {
      write(sink, 2, NOON, half("kept", 2, true));

      assertThat(sink.staleRows(2))
          .hasValueSatisfying(
              stale -> {
                assertThat(stale.count()).isOne();
                assertThat(stale.delete()).isNotBlank();
              });
    }
  }

  @Test
  void aHigherDefinitionIsRefusedByNameWhereItsRowsWouldMixWithThoseOfALower() {
    assumeThat(replacesLowerDefinitions()).as("this store replaces lower definitions").isFalse();
    target(table).open(SCHEMA, FIRST).close();

    assertThatThrownBy(() -> target(table).open(SCHEMA, SECOND))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            table, "pipeline 'first' version 2", "are of version 1", "another target", "replay");
    target(table).open(SCHEMA, FIRST).close();
  }

  @Test
  void aLowerDefinitionIsRefusedByName() {
    target(table).open(SCHEMA, SECOND).close();
    target(table).open(SCHEMA, SECOND).close();

    assertThatThrownBy(() -> target(table).open(SCHEMA, FIRST))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(table, "pipeline 'first' version 1", "version 2", "above 2");
  }

  @Test
  void anotherPipelineIsRefusedUnlessBothShareTheTarget() {
    target(table).open(SCHEMA, FIRST).close();

    assertThatThrownBy(() -> target(table).open(SCHEMA, OTHER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(table, "pipeline 'other'", "pipeline 'first'", "shared()");
    sharedTarget(table).open(SCHEMA, OTHER).close();
    sharedTarget(table).open(SCHEMA, FIRST).close();
  }

  private static void write(RowSink sink, int definition, Instant time, Row row) {
    assertThat(
            sink.write(
                    List.of(new RowSink.VersionedRow(row, new Row.Version(definition, time, 7, 0))))
                .rejections())
        .isEmpty();
  }

  private void assertStored(Row expected) {
    assertStored(table, expected);
  }
}
