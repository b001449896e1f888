package dev.rollcall.core.record;

import dev.rollcall.core.internal.mapping.PathStep;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

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

  static {
    RecordDefinition.access(type -> type.definition);
  }

  private final RecordDefinition definition;

  RecordType(RecordDefinition definition) {
    this.definition = definition;
  }

  /** Starts the declaration of a type. */
  public static RecordTypeBuilder named(String name) {
    return new RecordTypeBuilder(name);
  }

  /** The name, as it appears in messages. */
  public String name() {
    return definition.name();
  }

  /** The columns of the rows. */
  public Schema schema() {
    return definition.schema();
  }

  /** The names of the top-level fields that its columns look at, in the order declared. */
  public Set<String> topLevelFields() {
    boolean hasItems = definition.items() != null;
    Set<String> fields =
        definition.mappings().stream()
            .flatMap(mapping -> mapping.sources().stream())
            .flatMap(source -> source.paths().stream())
            .filter(path -> hasItems == path.get(0).equals(PathStep.ELEMENT))
            .map(PathStep::names)
            .filter(names -> names.size() == 1)
            .map(names -> names.get(0))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (definition.items() != null && definition.items().levels() == 1) {
      fields.add(definition.items().path().get(0));
    }
    return fields;
  }

  @Override
  public String toString() {
    return "RecordType[" + name() + " " + schema() + "]";
  }
}
