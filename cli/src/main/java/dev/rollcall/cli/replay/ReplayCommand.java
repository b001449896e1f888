package dev.rollcall.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.cli.config.KafkaServers;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.JsonOption;
import dev.rollcall.cli.console.TextTable;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.kafka.replay.ConsumerGroupReset;
import dev.rollcall.kafka.replay.PartitionReset;
import dev.rollcall.kafka.source.KafkaSource;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollcall replay}: moves a consumer group's committed offsets back. */
@Command(
    name = "replay",
    description = {
      "Resets the offsets of a consumer group, so that its next run reads records of a topic"
          + " again.",
      "What was applied already is not applied twice. Stop all workers of the group first.",
      ""
    },
    footer = {
      "%nExamples:",
      "  rollcall replay --topic users --group profiles --from-beginning --dry-run",
      "  rollcall replay --topic users --group profiles \\",
      "      --from-timestamp 2026-03-01T00:00:00Z",
      "  rollcall replay --topic users --group profiles --from-offsets 0:100,1:50"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final List<Column> COLUMNS =
      Stream.of("partition", "log_start", "log_end", "committed", "target", "read_again")
          .map(name -> Column.of(name, ColumnType.INT64))
          .toList();

  private final Console console;

  @Option(names = "--topic", paramLabel = "T", required = true, description = "The topic.")
  private String topic = "";

  @Option(names = "--group", paramLabel = "G", required = true, description = "The consumer group.")
  private String group = "";

  @ArgGroup(multiplicity = "1")
  private From from = new From();

  @Mixin private KafkaServers kafka = new KafkaServers();

  @Option(names = "--dry-run", description = "Show what would change; change nothing.")
  private boolean dryRun;

  @Mixin private JsonOption json = new JsonOption();

  public ReplayCommand(Console console) {
    this.console = console;
  }

  /** Where to begin again; one of them. */
  public static final class From {
    @Option(
        names = "--from-timestamp",
        paramLabel = "ISO",
        description = "From the first record at or after this time: 2026-03-01T00:00:00Z.")
    private @Nullable String timestamp;

    @Option(
        names = "--from-offsets",
        paramLabel = "P:O,...",
        description = "From these offsets, as partition:offset: 0:100,1:50.")
    private @Nullable String offsets;

    @Option(names = "--from-beginning", description = "From the first record there is.")
    private boolean beginning;
  }

  @Override
  public Integer call() throws IOException {
    json.require();
    KafkaSource source = KafkaSource.topic(topic).group(group).bootstrapServers(kafka.in(console));
    ConsumerGroupReset reset = plan(source);
    if (!dryRun) {
      reset.apply();
    }
    ObjectNode figures =
        new ObjectMapper()
            .createObjectNode()
            .put("topic", topic)
            .put("group", group)
            .put("applied", !dryRun)
            .put("read_again", reset.recordsReread());
    TextTable table = new TextTable(COLUMNS, console, TextTable.WIDEST_CELL);
    for (PartitionReset each : reset.partitions()) {
      @Nullable Object[] values = {
        (long) each.partition(),
        each.start(),
        each.end(),
        each.committed(),
        each.target(),
        each.recordsReread()
      };
      table.write(values);
      ObjectNode partition = figures.withArray("partitions").addObject();
      for (int i = 0; i < values.length; i++) {
        partition.putPOJO(COLUMNS.get(i).name(), values[i]);
      }
    }
    if (!json.isStandardOutput()) {
      table.finish();
      console.out().flush();
    }
    console
        .err()
        .println(
            reset.recordsReread()
                + (reset.recordsReread() == 1 ? " record" : " records")
                + (dryRun
                    ? " would be read again at most; nothing was changed (--dry-run)"
                    : " will be read again at most, with the next run of group " + group));
    try {
      json.write(figures, console);
    } catch (IOException e) {
      throw new ConfigurationException(
          "--json: cannot be written: " + e + (dryRun ? "" : "; the offsets moved"));
    }
    return 0;
  }

  private ConsumerGroupReset plan(KafkaSource source) {
    if (from.timestamp != null) {
      return ConsumerGroupReset.toTimestamp(source, instant(from.timestamp));
    }
    return from.offsets == null
        ? ConsumerGroupReset.toBeginning(source)
        : ConsumerGroupReset.toOffsets(source, offsets(from.offsets));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new ConfigurationException(
          "--from-timestamp: got '%s', expected a time with its zone, such as 2026-03-01T00:00:00Z"
              .formatted(text));
    }
  }

  private static Map<Integer, Long> offsets(String text) {
    Map<Integer, Long> offsets = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      if (!part.matches("\\d{1,9}:\\d{1,18}")) {
        throw new ConfigurationException(
            "--from-offsets: got '" + part + "', expected partition:offset, such as 0:100");
      }
      int colon = part.indexOf(':');
      int partition = Integer.parseInt(part.substring(0, colon));
      if (offsets.put(partition, Long.valueOf(part.substring(colon + 1))) != null) {
        throw new ConfigurationException("--from-offsets: partition " + partition + " comes twice");
      }
    }
    return offsets;
  }
}
