package dev.rollcall.core.internal.mapping;

import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a record type declares, for the decoder. Immutable, serializable and threadsafe.
 *
 * @param name as it appears in messages
 * @param schema the columns of the rows
 * @param workingSchema the columns including hidden ones, in the order of the mappings
 * @param mappings how each column gets its value, hidden ones included
 * @param envelopes paths of the arrays that hold the elements of an envelope
 * @param errors names of fields with which a source reports an error instead of elements
 * @param secrets paths that never leave the decoder; a path of one name means that name at any
 *     depth
 * @param wrappers paths below which the fields of an element may be, too
 * @param revision of the code in its functions, from 1
 * @param deletes what deletes a row instead of writing one
 * @param rowVersion the column whose time decides which row is newer; null if the record's does
 * @param items the array whose items are the rows; null if the elements are
 */
public record RecordDefinition(
    String name,
    Schema schema,
    Schema workingSchema,
    List<ColumnMapping> mappings,
    List<List<String>> envelopes,
    List<String> errors,
    List<List<String>> secrets,
    List<List<String>> wrappers,
    int revision,
    Deletes deletes,
    @Nullable String rowVersion,
    @Nullable Items items)
    implements Serializable {

  private static volatile Function<RecordType, RecordDefinition> access =
      type -> {
        throw new IllegalStateException();
      };

  public RecordDefinition {
    mappings = List.copyOf(mappings);
    envelopes = List.copyOf(envelopes);
    errors = List.copyOf(errors);
    secrets = List.copyOf(secrets);
    wrappers = List.copyOf(wrappers);
  }

  /** The definition behind a user's record type. */
  public static RecordDefinition of(RecordType type) {
    return access.apply(type);
  }

  /** Called once by {@link RecordType}, which hides its definition from users. */
  public static void access(Function<RecordType, RecordDefinition> function) {
    access = function;
  }

  /**
   * Everything declared that determines the rows of a record, as stable text, without functions.
   */
  public String describe() {
    return describe(true);
  }

  /**
   * The same without how values are written ({@link Reading}, units of numbers): what earlier
   * versions, which guessed that, knew of a type. Documents that they made are continued, unless
   * something is declared under which the guess read the same text as another value: a zone, days,
   * micro- or nanoseconds, base64, or texts that mean null. Then it is the whole description.
   */
  public String describeAsFormerly() {
    return describe(mappings.stream().anyMatch(ColumnMapping::readsOtherwiseThanGuessed));
  }

  /** The same without these columns, of which none is part of the key. */
  public RecordDefinition without(Set<String> columns) {
    return with(
        without(schema, columns),
        without(workingSchema, columns),
        mappings.stream().filter(each -> !columns.contains(each.column().name())).toList());
  }

  private static Schema without(Schema schema, Set<String> columns) {
    return Schema.of(
        schema.columns().stream().filter(each -> !columns.contains(each.name())).toList(),
        schema.keyNames());
  }

  /** The same with functions that name no columns. */
  public RecordDefinition unnamed() {
    return with(schema, workingSchema, mappings.stream().map(ColumnMapping::unnamed).toList());
  }

  private RecordDefinition with(Schema rows, Schema working, List<ColumnMapping> others) {
    return new RecordDefinition(
        name,
        rows,
        working,
        others,
        envelopes,
        errors,
        secrets,
        wrappers,
        revision,
        deletes,
        rowVersion,
        items);
  }

  private String describe(boolean withReadings) {
    StringBuilder text = new StringBuilder(name).append(" key ");
    text.append(String.join(", ", schema.keyNames()));
    text.append(revision == 1 ? "" : " revision " + revision);
    for (ColumnMapping mapping : mappings) {
      if (mapping.visibility() != ColumnMapping.Visibility.COUNTED) {
        text.append('\n').append(mapping.describe(withReadings));
      }
    }
    return text.append("\nenvelopes ")
        .append(envelopes.stream().map(FieldPath::written).toList())
        .append(" errors ")
        .append(errors)
        .append(deletes.describe())
        .append(items == null ? "" : items.describe())
        .toString();
  }

  /**
   * The same type with the sources of a key, of what a key is derived from, and of the row's
   * version looked for below this path first.
   */
  RecordDefinition below(List<String> path) {
    boolean derived =
        mappings.stream().anyMatch(m -> m.derivation() != null && identifies(m.column().name()));
    return with(
        schema,
        workingSchema,
        mappings.stream()
            .map(m -> derived || identifies(m.column().name()) ? m.below(path) : m)
            .toList());
  }

  /** Whether a delete has this column, beside those that it is derived from. */
  private boolean identifies(String column) {
    return schema.keyNames().contains(column) || column.equals(rowVersion);
  }

  /**
   * Where the text of a condition may stand; the first that holds a scalar decides. One that tells
   * where the key is knows the source's shape.
   */
  public List<List<String>> pathsOf(Deletes.Condition condition) {
    List<List<String>> paths = new ArrayList<>(List.of(condition.path()));
    if (condition.keyBelow().isEmpty()) {
      wrappers.forEach(wrapper -> paths.add(JsonSource.below(wrapper, condition.path())));
    }
    return paths;
  }

  /** The type as it reads the key of an element that this condition names. */
  public RecordDefinition keysOf(Deletes.Condition condition) {
    return condition.keyBelow().isEmpty() ? this : below(condition.keyBelow());
  }

  /**
   * What reads the key of a message without a value; it has the key columns only. A column that is
   * the whole key has its name for its path.
   */
  public RecordDefinition tombstones() {
    List<ColumnMapping> mapped =
        deletes.tombstone().stream()
            .map(
                m ->
                    m.sources().isEmpty()
                        ? m.from(List.of(JsonSource.field(m.column().name())))
                        : m)
            .toList();
    Schema keys = Schema.of(mapped.stream().map(ColumnMapping::column).toList(), schema.keyNames());
    return new RecordDefinition(
        "message key of " + name,
        keys,
        keys,
        mapped,
        List.of(),
        List.of(),
        secrets,
        List.of(),
        1,
        Deletes.NONE,
        null,
        null);
  }
}
