package dev.rollcall.cli.check;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source once more and compares what a pipeline stored with what it should have.
 *
 * <p>No single way of knowing that is both complete and independent, so there are three. <b>The
 * definition run in memory</b> knows every form that the type accepts, every column and every dead
 * letter; what is lost, doubled or changed on the way by engine, adapters or stores is found, a
 * fault in reading JSON is not, because it is made twice. <b>A plain recount</b> of the flattened
 * rows shares that reading, but nothing of the accumulators. <b>A plain reading</b> of the JSON
 * shares nothing: it speaks only of elements that are beyond doubt, and those must have their row
 * whatever the dead letters say, so a pipeline that refuses good elements is found out. Only what a
 * store refused is believed from its dead letter, for nobody else can know it.
 */
public final class StoreCheck {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Definition definition;
  private final Consumer<Consumer<SourceRecord>> source;
  private final Function<Row, Optional<Row>> counted;
  private final PlainReading reading;
  private final Map<String, Map<String, @Nullable Object>> sure = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * Of what a definition made of a source.
   *
   * @param source gives all records, those of a partition in their order
   * @param counted a row of the type as the aggregations count it; empty if it is filtered
   * @param reading of its elements
   */
  public StoreCheck(
      Definition definition,
      Consumer<Consumer<SourceRecord>> source,
      Function<Row, Optional<Row>> counted,
      PlainReading reading) {
    this.definition = definition;
    this.source = source;
    this.counted = counted;
    this.reading = reading;
  }

  /**
   * Compares; the stores must stand still.
   *
   * @param tables of the pipeline, in its order
   * @param figures reads the results of an aggregation
   * @param letters those that are stored for the source; null if they are not compared
   * @param unknown columns that depend on when the pipeline ran
   */
  public List<Check> compare(
      List<StoredTable> tables,
      Function<String, List<Map<String, @Nullable Object>>> figures,
      @Nullable List<DeadLetter> letters,
      Set<String> unknown) {
    List<DeadLetter> known = letters == null ? List.of() : letters;
    Set<String> refused =
        known.stream()
            .filter(letter -> letter.stage() != DeadLetter.Stage.SINK)
            .map(letter -> place(letter.partition(), letter.offset(), letter.ordinal()))
            .collect(toSet());
    Reference reference = new Reference(definition, tables, known);
    Flattener flattener = Flattener.of(reference.pipeline().recordType());
    reference.run(
        source,
        record -> {
          readPlainly(record);
          flatten(flattener, record, refused);
        });
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      List<Map<String, @Nullable Object>> expected = reference.rows(i);
      expected.forEach(row -> row.keySet().removeAll(unknown));
      List<Map<String, @Nullable Object>> stored = tables.get(i).rows().get();
      String name = tables.get(i).name();
      List<String> key = reference.key(i);
      checks.add(
          Check.ofRows(name + " = newest row per key of the source", key, false, stored, expected));
      if (reading != PlainReading.NONE) {
        checks.add(
            Check.ofSomeRows(
                name + " = what is beyond doubt, read off the JSON by hand",
                key,
                stored,
                sure.values().stream().toList()));
      }
    }
    for (Aggregation aggregation : reference.pipeline().aggregations()) {
      checks.add(figures(aggregation, figures.apply(aggregation.name()), reference));
    }
    if (letters != null) {
      checks.add(
          Check.ofIds(
              "dead letters = elements of the source that cannot be used",
              ids(letters, reference, tables),
              reference.letters()));
    }
    return checks;
  }

  private Check figures(
      Aggregation aggregation, List<Map<String, @Nullable Object>> stored, Reference reference) {
    List<String> key = new ArrayList<>(aggregation.groupBy());
    aggregation.window().ifPresent(window -> key.addAll(List.of("window_start", "window_end")));
    Schema schema =
        rows.isEmpty() ? reference.pipeline().recordType().schema() : rows.get(0).schema();
    boolean recount = Recount.isPossible(aggregation, schema);
    return Check.ofRows(
        aggregation.name()
            + (recount ? " = a plain recount of the source" : " = the same figures made in memory"),
        key,
        true,
        stored,
        recount ? Recount.of(aggregation, rows) : reference.results(aggregation.name()));
  }

  /** Other pipelines may share the topic of letters, and an earlier topic its name. */
  private static Set<String> ids(
      List<DeadLetter> letters, Reference reference, List<StoredTable> tables) {
    Set<String> sinks =
        tables.stream()
            .flatMap(table -> Stream.of(table.target().name(), table.target().qualifiedName()))
            .collect(toSet());
    return letters.stream()
        .filter(letter -> letter.sink().isEmpty() || sinks.contains(letter.sink()))
        .filter(letter -> reference.partitions().contains(letter.partition()))
        .map(DeadLetter::id)
        .collect(toSet());
  }

  private void flatten(Flattener flattener, SourceRecord record, Set<String> refused) {
    for (Element element : flattener.flatten(record)) {
      if (element instanceof Element.Accepted accepted
          && !refused.contains(place(record.partition(), record.offset(), element.ordinal()))) {
        counted.apply(accepted.row()).ifPresent(rows::add);
      }
    }
  }

  private void readPlainly(SourceRecord record) {
    if (record.value() == null && record.key() != null) {
      sure.remove(new String(record.key(), StandardCharsets.UTF_8));
    }
    for (JsonNode element : elements(record.value())) {
      PlainReading.Plain plain = reading.reader().apply(element, record.timestamp());
      if (plain.key() != null) {
        // of two of one key the later is the newer; if that one is in doubt, so is the row
        sure.remove(plain.key());
        if (!plain.columns().isEmpty()) {
          sure.put(plain.key(), plain.columns());
        }
      }
    }
  }

  private Iterable<JsonNode> elements(byte @Nullable [] json) {
    try {
      JsonNode tree = JSON.readTree(json == null ? new byte[0] : json);
      if (tree.has("error")) {
        return List.of();
      }
      for (String envelope : reading.envelopes()) {
        if (tree.path(envelope).isArray()) {
          return tree.path(envelope);
        }
      }
      return tree.isArray() ? tree : List.of(tree);
    } catch (IOException noJson) {
      return List.of();
    }
  }

  private static String place(SourcePartition partition, long offset, int ordinal) {
    return partition + "@" + offset + "#" + ordinal;
  }
}
