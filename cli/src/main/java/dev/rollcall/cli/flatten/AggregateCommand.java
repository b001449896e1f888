package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.RowWriter;
import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;

/** {@code rollcall aggregate}: JSON in, one line per group out. */
@Command(
    name = "aggregate",
    description = {
      "Counts and measures elements by group.",
      "Counts, sums, means, least and greatest values are exact; distinct is exact up to 1,024"
          + " values per group.",
      ""
    },
    footer = {
      "%nExit codes: 0 every element counts, 3 some became dead letters, 2 wrong usage.",
      "%nExamples:",
      "  rollcall aggregate users.json",
      "  rollcall aggregate --by nationality,gender --measures count,mean:age,quantiles:age *.json",
      "  rollcall aggregate --by age_band --format ndjson users.ndjson",
      "  rollcall aggregate --type commerce-event --by event_type 2019-Oct.csv.gz",
      "  rollcall aggregate --type orders.yaml --by country orders.ndjson",
      "  rollcall aggregate --by '' --measures count,distinct:user_id replies/"
    })
public final class AggregateCommand implements Callable<Integer> {

  private static final Comparator<@Nullable Object> VALUES =
      Comparator.nullsLast(AggregateCommand::compare);

  private final Console console;

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--by",
      paramLabel = "COLUMN[,COLUMN]",
      description =
          "The columns to group by; '' for a single group. Default: nationality for users, a"
              + " single group for the other types.")
  private @Nullable String by;

  @Option(
      names = "--measures",
      paramLabel = "MEASURE[,MEASURE]",
      description = {
        "count, or one of sum, mean, min, max, distinct, quantiles and a column: mean:age."
            + " quantiles:age gives the median and the 95th percentile, quantiles:age:0.5:0.99 the"
            + " quantiles named. Default: count,mean:age for users, count for the other types."
      })
  private @Nullable String measures;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "table (the default; means with two digits), ndjson, or csv.")
  private String format = "table";

  private AggregateCommand(Console console) {
    this.console = console;
  }

  /** The columns in its help are read off the record types, so that it is never behind them. */
  public static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new AggregateCommand(console));
    String[] footer = line.getCommandSpec().usageMessage().footer();
    line.getHelpSectionMap()
        .put(
            UsageMessageSpec.SECTION_KEY_FOOTER,
            help -> {
              List<String> lines = new ArrayList<>(List.of(footer));
              lines.add("%nColumns:");
              lines.addAll(RecordTypes.columns());
              help.commandSpec().usageMessage().footer(lines.toArray(String[]::new));
              return help.footer();
            });
    return line;
  }

  @Override
  public Integer call() throws IOException {
    Choice.of("--format", format, RowWriter.FORMATS);
    boolean users = input.type() == RecordTypes.named(RecordTypes.DEFAULT);
    Aggregation aggregation =
        MeasureList.aggregation(
            measures != null ? measures : users ? "count,mean:age" : "count",
            MeasureList.names(by != null ? by : users ? "nationality" : ""),
            format.equals("table"));
    Schema schema = input.type().schema();
    GroupsOfThreads groups = new GroupsOfThreads(() -> aggregation.over(schema));
    return input.run(console, false, groups, () -> write(groups.all()));
  }

  private void write(Aggregation.Groups aggregates) throws IOException {
    List<Column> columns = new ArrayList<>(aggregates.table().groupColumns());
    columns.addAll(aggregates.table().measureColumns());
    Map<AggregateKey, Map<String, @Nullable Object>> results =
        new TreeMap<>((a, b) -> compare(a.group(), b.group()));
    aggregates.forEach(results::put);
    RowWriter writer = RowWriter.of(format, columns, console);
    for (Map<String, @Nullable Object> result : results.values()) {
      writer.write(columns.stream().map(column -> result.get(column.name())).toArray());
    }
    writer.finish();
  }

  private static int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
    int order = 0;
    for (int i = 0; i < a.size() && order == 0; i++) {
      order = VALUES.compare(a.get(i), b.get(i));
    }
    return order;
  }

  /** Two values of one column. */
  @SuppressWarnings("unchecked")
  private static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }
}
