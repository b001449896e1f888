package dev.rollcall.core.record;

import java.io.Serializable;
import java.util.List;

/**
 * A declared kind of record: how its elements are found in JSON and mapped to flat rows. Immutable,
 * serializable and threadsafe.
 *
 * <pre>{@code
 * RecordType sensors = RecordType.named("reading")
 *     .key("reading_id")
 *     .column("reading_id", UUID).from("id")
 *     .column("celsius", FLOAT64).from("value.celsius", "celsius")
 *     .column("taken_at", TIMESTAMP).from("time").required()
 *     .secret("token")
 *     .build();
 * }</pre>
 */
public final class RecordType implements Serializable {

  private final String name;
  private final Schema schema;
  private final Schema workingSchema;
  private final List<ColumnMapping> mappings;
  private final List<List<String>> envelopes;
  private final List<String> errors;
  private final List<List<String>> secrets;
  private final List<List<String>> wrappers;

  RecordType(
      String name,
      Schema schema,
      Schema workingSchema,
      List<ColumnMapping> mappings,
      List<List<String>> envelopes,
      List<String> errors,
      List<List<String>> secrets,
      List<List<String>> wrappers) {
    this.name = name;
    this.schema = schema;
    this.workingSchema = workingSchema;
    this.mappings = List.copyOf(mappings);
    this.envelopes = List.copyOf(envelopes);
    this.errors = List.copyOf(errors);
    this.secrets = List.copyOf(secrets);
    this.wrappers = List.copyOf(wrappers);
  }

  /** Starts the declaration of a type. */
  public static RecordTypeBuilder named(String name) {
    return new RecordTypeBuilder(name);
  }

  /** The name, as it appears in messages. */
  public String name() {
    return name;
  }

  /** The columns of the rows. */
  public Schema schema() {
    return schema;
  }

  /** The columns including hidden ones, in the order of {@link #mappings}. */
  public Schema workingSchema() {
    return workingSchema;
  }

  /** How each column comes about, hidden ones included. */
  public List<ColumnMapping> mappings() {
    return mappings;
  }

  /** Paths of the arrays that hold the elements of an envelope. */
  public List<List<String>> envelopes() {
    return envelopes;
  }

  /** Names of the fields by which a source reports an error in place of elements. */
  public List<String> errors() {
    return errors;
  }

  /** Paths that never leave the decoder; a path of one name means that name at any depth. */
  public List<List<String>> secrets() {
    return secrets;
  }

  /** Paths below which the fields of an element may stand too. */
  public List<List<String>> wrappers() {
    return wrappers;
  }

  /** Everything declared that decides what a record becomes, as stable text; functions excepted. */
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

  private String describe(boolean withReadings) {
    StringBuilder text = new StringBuilder(name).append(" key ");
    text.append(String.join(", ", schema.keyNames()));
    for (ColumnMapping mapping : mappings) {
      if (mapping.visibility() != ColumnMapping.Visibility.COUNTED) {
        text.append('\n').append(mapping.describe(withReadings));
      }
    }
    return text.append("\nenvelopes ")
        .append(envelopes.stream().map(FieldPath::written).toList())
        .append(" errors ")
        .append(errors)
        .toString();
  }

  @Override
  public String toString() {
    return "RecordType[" + name + " " + schema + "]";
  }
}
