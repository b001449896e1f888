package dev.rollcall.core.record;

import dev.rollcall.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares a {@link RecordType}. {@link #from}, {@link #required}, {@link #emptyIsNull}, {@link
 * #oneOf}, {@link #personal} and {@link #otherwise} speak of the column declared last. Faults are
 * collected and reported at once by {@link #build}. Not threadsafe.
 */
public final class RecordTypeBuilder {

  private final String name;
  private List<String> key = List.of();

  /** The name of the column declared last, if it could not be declared. */
  private @Nullable String refused;

  private final List<ColumnMapping> mappings = new ArrayList<>();
  private final List<String> envelopes = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<List<String>> secrets = new ArrayList<>();
  private final List<String> wrappers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  RecordTypeBuilder(String name) {
    this.name = name;
    if (name.isBlank()) {
      faults.add("the record type has no name");
    }
  }

  /**
   * The column or columns that identify an element, in an order that stores keep; rows of one key
   * replace each other, newer wins. An element in which one of them has no value, or blank text, is
   * a dead letter.
   */
  public RecordTypeBuilder key(String... columns) {
    if (!key.isEmpty()) {
      faults.add(
          "key: declared twice; name all columns of a key at once: key(%s)"
              .formatted(
                  Stream.concat(key.stream(), Stream.of(columns))
                      .map(column -> '"' + column + '"')
                      .collect(Collectors.joining(", "))));
    }
    this.key = List.of(columns);
    return this;
  }

  /** Declares a column of any type but DECIMAL. */
  public RecordTypeBuilder column(String column, ColumnType type) {
    return add(column, type, 0, 0, false);
  }

  /** Declares a DECIMAL column; a value with more digits behind the point is a dead letter. */
  public RecordTypeBuilder decimal(String column, int precision, int scale) {
    return add(column, ColumnType.DECIMAL, precision, scale, false);
  }

  /** Declares a column that derivations can read and that is not part of the row. */
  public RecordTypeBuilder hidden(String column, ColumnType type) {
    return add(column, type, 0, 0, true);
  }

  /** Declares a column that is always computed from the others. */
  public RecordTypeBuilder derived(String column, ColumnType type, Derivation derivation) {
    return column(column, type).otherwise(derivation);
  }

  /**
   * Where the value stands: dotted paths, {@code $} (the whole element) or templates such as {@code
   * "{street.number} {street.name}"}. The first that holds a scalar wins. Paths go through objects,
   * not into arrays: an array is a JSON column, or its elements are records of their own.
   */
  public RecordTypeBuilder from(String... paths) {
    List<JsonSource> sources = new ArrayList<>();
    for (String path : paths) {
      try {
        sources.add(JsonSource.parse(path));
      } catch (IllegalArgumentException e) {
        faults.add("column '" + lastName() + "': path '" + path + "': " + e.getMessage());
      }
    }
    return last(m -> m.from(sources));
  }

  /** What to compute when no path has a value. */
  public RecordTypeBuilder otherwise(Derivation derivation) {
    return last(m -> m.otherwise(derivation));
  }

  /** An element without a value is a dead letter. The key is always required. */
  public RecordTypeBuilder required() {
    return required("");
  }

  /** The same, with words for the message: what was expected. */
  public RecordTypeBuilder required(String expected) {
    return last(m -> m.requiring(expected));
  }

  /** "" counts as no value. */
  public RecordTypeBuilder emptyIsNull() {
    return last(ColumnMapping::withEmptyAsNull);
  }

  /**
   * The values that a STRING column may have, letter for letter; an element with another one is a
   * dead letter. Having no value is allowed unless {@link #required} says otherwise.
   */
  public RecordTypeBuilder oneOf(String... values) {
    if (values.length == 0) {
      faults.add("column '" + lastName() + "': oneOf names no value, expected at least one");
    }
    return last(m -> m.allowing(List.of(values)));
  }

  /** The value tells of a person: see {@link Sensitivity#PERSONAL}. */
  public RecordTypeBuilder personal() {
    return last(m -> m.of(m.column().with(Sensitivity.PERSONAL)));
  }

  /** A message may be an envelope: an object whose array of this name holds the elements. */
  public RecordTypeBuilder envelope(String field) {
    envelopes.add(field);
    return this;
  }

  /** An object with this field and without a key is the source's report of an error. */
  public RecordTypeBuilder error(String field) {
    errors.add(field);
    return this;
  }

  /** The fields of an element may also stand one level lower, under this name. */
  public RecordTypeBuilder alsoUnder(String field) {
    wrappers.add(field);
    return this;
  }

  /**
   * Fields that are dropped while decoding, out of JSON columns too. A dotted path means that
   * place; a name without a dot means that field at any depth, in JSON columns in whatever case.
   */
  public RecordTypeBuilder secret(String... paths) {
    for (String path : paths) {
      try {
        secrets.add(JsonSource.path(path));
      } catch (IllegalArgumentException e) {
        faults.add("secret '" + path + "': " + e.getMessage());
      }
    }
    return this;
  }

  /**
   * The declared type.
   *
   * @throws ConfigurationException with every fault of the declaration
   */
  public RecordType build() {
    List<ColumnMapping> all = mappings.stream().map(this::underWrappers).toList();
    for (ColumnMapping mapping : all) {
      checkMapping(mapping);
    }
    if (key.isEmpty()) {
      faults.add("no key: name the identifying columns with key(…)");
    }
    Set<String> keyParts = new LinkedHashSet<>();
    for (String part : key) {
      if (!keyParts.add(part)) {
        faults.add("key column '" + part + "' is named twice");
      } else if (mappings.stream().noneMatch(m -> m.column().name().equals(part) && !m.hidden())) {
        faults.add(
            "key column '"
                + part
                + "' is not declared"
                + Names.suggestion(part, mappings.stream().map(m -> m.column().name()).toList()));
      }
    }
    Set<String> seen = new LinkedHashSet<>();
    for (ColumnMapping mapping : mappings) {
      if (!seen.add(mapping.column().name())) {
        faults.add("column '" + mapping.column().name() + "' is declared twice");
      }
    }
    if (!faults.isEmpty()) {
      throw ConfigurationException.of("record type '" + name + "'", faults);
    }
    List<Column> working = all.stream().map(ColumnMapping::column).toList();
    List<Column> visible =
        all.stream().filter(m -> !m.hidden()).map(ColumnMapping::column).toList();
    return new RecordType(
        name, Schema.of(visible, key), Schema.of(working, key), all, envelopes, errors, secrets);
  }

  private void checkMapping(ColumnMapping mapping) {
    String column = mapping.column().name();
    if (mapping.sources().isEmpty() && mapping.derivation() == null) {
      faults.add("column '" + column + "' has neither from(…) nor otherwise(…)");
    }
    if (!mapping.allowed().isEmpty() && mapping.column().type() != ColumnType.STRING) {
      faults.add("column '" + column + "': oneOf needs the type STRING");
    }
    for (JsonSource source : mapping.sources()) {
      if (source.isTemplate() && mapping.column().type() != ColumnType.STRING) {
        faults.add("column '" + column + "': a template needs the type STRING");
      }
      if (source.isElement() && mapping.column().type() != ColumnType.JSON) {
        faults.add("column '" + column + "': $ needs the type JSON");
      }
      for (List<String> path : source.paths()) {
        if (isSecret(path)) {
          faults.add("column '" + column + "': path '" + source.text() + "' is a secret");
        }
      }
    }
  }

  private boolean isSecret(List<String> path) {
    return secrets.stream()
        .anyMatch(
            secret ->
                secret.size() == 1
                    ? path.contains(secret.get(0))
                    : path.size() >= secret.size()
                        && path.subList(0, secret.size()).equals(secret));
  }

  private ColumnMapping underWrappers(ColumnMapping mapping) {
    List<JsonSource> sources = new ArrayList<>(mapping.sources());
    for (String wrapper : wrappers) {
      mapping.sources().stream()
          .filter(source -> !source.isElement())
          .forEach(source -> sources.add(source.under(wrapper)));
    }
    return mapping.from(sources);
  }

  private RecordTypeBuilder add(
      String column, ColumnType type, int precision, int scale, boolean hidden) {
    refused = null;
    try {
      Column declared = new Column(column, type, precision, scale, Sensitivity.PUBLIC);
      mappings.add(ColumnMapping.of(declared, hidden));
    } catch (IllegalArgumentException e) {
      // what follows speaks of no column: it must not change the one before
      refused = column;
      faults.add(e.getMessage());
    }
    return this;
  }

  private RecordTypeBuilder last(UnaryOperator<ColumnMapping> change) {
    if (refused != null) {
      return this;
    }
    if (mappings.isEmpty()) {
      faults.add(
          "declare a column first: from, otherwise, required, emptyIsNull, oneOf and personal follow it");
      return this;
    }
    mappings.set(mappings.size() - 1, change.apply(mappings.get(mappings.size() - 1)));
    return this;
  }

  private String lastName() {
    if (refused != null) {
      return refused;
    }
    return mappings.isEmpty() ? "?" : mappings.get(mappings.size() - 1).column().name();
  }
}
