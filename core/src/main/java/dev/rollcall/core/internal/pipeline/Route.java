package dev.rollcall.core.internal.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.internal.mapping.FieldPath;
import dev.rollcall.core.record.SourceRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which records a branch takes: those that have one of the values at each place that is named; all
 * if none is. Topic and headers are of the message, fields of each of its elements. Immutable.
 *
 * @param topics names of topics; empty for any
 * @param headers by the header's name, its values as text
 * @param fields by the path, its values as JSON writes them, a text without its quotes
 */
public record Route(
    Set<String> topics, Map<String, Set<String>> headers, Map<List<String>, Set<String>> fields)
    implements Serializable {

  /** Every record. */
  public static final Route ALL = new Route(Set.of(), Map.of(), Map.of());

  public Route {
    topics = Set.copyOf(topics);
    headers = Map.copyOf(headers);
    fields = Map.copyOf(fields);
  }

  /** Whether topic and headers are what they are to be; of a header that is repeated, the last. */
  public boolean takes(SourceRecord record) {
    if (!topics.isEmpty() && !topics.contains(record.source())) {
      return false;
    }
    for (Map.Entry<String, Set<String>> each : headers.entrySet()) {
      byte[] value = SourceRecord.Header.last(record.headers(), each.getKey());
      if (value == null || !each.getValue().contains(new String(value, UTF_8))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a field decides, so that the elements of one record may go different ways. */
  public boolean looksAtFields() {
    return !fields.isEmpty();
  }

  /** For people and for fingerprints, different for each route; "" if it takes every record. */
  public String describe() {
    List<String> conditions = new ArrayList<>();
    if (!topics.isEmpty()) {
      conditions.add("topic " + values(topics));
    }
    new TreeMap<>(headers)
        .forEach((name, values) -> conditions.add("header " + quoted(name) + " " + values(values)));
    Map<String, Set<String>> written = new TreeMap<>();
    fields.forEach((path, values) -> written.put(FieldPath.written(path), values));
    written.forEach((path, values) -> conditions.add("field " + path + " " + values(values)));
    return String.join(" and ", conditions);
  }

  /** In quotes, so that a value with "or" in it is not two. */
  private static String values(Set<String> values) {
    return new TreeSet<>(values)
        .stream().map(Route::quoted).collect(Collectors.joining(" or ", "= ", ""));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
