package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes columns of the fields of a record. Not threadsafe. */
final class TypeGuess {

  /** Objects below this many others become JSON columns. */
  private static final int DEPTH = 6;

  private static final int SHOWN = 8;

  private static final Set<String> NEWER = Set.of("updated", "modified", "changed");

  private final Shape shape;
  private final boolean isCsv;
  private final Sensitive sensitive;
  private final Set<String> secrets = new LinkedHashSet<>();
  private final Set<String> names = new HashSet<>();
  private final List<ColumnDraft> columns = new ArrayList<>();

  private TypeGuess(Shape shape, boolean isCsv) {
    this.shape = shape;
    this.isCsv = isCsv;
    this.sensitive = Sensitive.of(shape.element());
  }

  /** All but the key, which is looked for afterwards. */
  static TypeDraft draft(String name, Shape shape, boolean isCsv) {
    TypeGuess guess = new TypeGuess(shape, isCsv);
    guess.secretsIn(shape.outer(), new ArrayList<>(), false);
    guess.columnsIn(shape.element(), List.of(), shape.element());
    for (Field beside : shape.outer().fields.values()) {
      if (shape.outer() != shape.element() && !shape.wrapper().get(0).equals(beside.name)) {
        guess.column(beside, List.of(beside.name), shape.outer());
      }
    }
    String rowVersion =
        guess.columns.stream()
            .filter(column -> column.guess().type().equals("TIMESTAMP"))
            .filter(column -> column.isNeverMissing(shape.records()))
            .filter(column -> Names.words(column.name()).stream().anyMatch(NEWER::contains))
            .map(ColumnDraft::name)
            .findFirst()
            .orElse("");
    return new TypeDraft(
        name,
        shape.records(),
        List.of(),
        "",
        rowVersion,
        shape,
        List.copyOf(guess.secrets),
        List.copyOf(guess.columns));
  }

  /**
   * Notes the secrets at and below a field. A name that says so is one at any depth; another is one
   * at its path, unless it stands in an array, which no path reaches.
   */
  private void secretsIn(Field field, List<String> path, boolean isInArray) {
    for (Field child : field.fields.values()) {
      List<String> below = new ArrayList<>(path);
      below.add(child.name);
      if (!sensitive.isSecret(child)) {
        secretsIn(child, below, isInArray);
      } else if (isInArray || Sensitive.isSecretName(child.name)) {
        secrets.add(Names.path(List.of(child.name)));
      } else {
        secrets.add(Names.path(inElement(below)));
      }
    }
    if (field.items != null) {
      secretsIn(field.items, path, true);
    }
  }

  /** Without the wrapper, whose other spelling the type knows. */
  private List<String> inElement(List<String> path) {
    List<String> wrapper = shape.outer() == shape.element() ? List.of() : shape.wrapper();
    boolean isWrapped =
        path.size() > wrapper.size() && path.subList(0, wrapper.size()).equals(wrapper);
    return isWrapped ? path.subList(wrapper.size(), path.size()) : path;
  }

  private boolean isSecret(List<String> path) {
    for (int i = 1; i <= path.size(); i++) {
      if (secrets.contains(Names.path(path.subList(0, i)))
          || secrets.contains(Names.path(List.of(path.get(i - 1))))) {
        return true;
      }
    }
    return false;
  }

  private void columnsIn(Field object, List<String> path, Field element) {
    for (Field field : object.fields.values()) {
      List<String> below = new ArrayList<>(path);
      below.add(field.name);
      column(field, below, element);
    }
  }

  private void column(Field field, List<String> path, Field element) {
    if (isSecret(path) || path.get(0).equals(shape.error()) && shape.envelope().isEmpty()) {
      return;
    }
    if (isJson(field, path)) {
      add(path, field, json(field), sensitive.hasPersonal(field, element));
      return;
    }
    boolean isPersonal = sensitive.isPersonal(field, element);
    if (!field.scalars.isEmpty() || field.objects == 0) {
      List<String> words = Names.words(field.name);
      if (words.size() < 2 && path.size() > 1) {
        // created.at, dob.date, price.amount: the name above belongs to it
        words = new ArrayList<>(words);
        words.addAll(Names.words(path.get(path.size() - 2)));
      }
      boolean isShown = !isPersonal && !sensitive.isOfPeople();
      Guess guess = new ScalarGuess(field.scalars, words, isCsv, isShown).guess();
      add(path, field, guess, isPersonal);
    }
    columnsIn(field, path, element);
  }

  private static boolean isJson(Field field, List<String> path) {
    return field.arrays > 0
        || field.objects > 0 && (field.isMap() || field.fields.isEmpty() || path.size() > DEPTH);
  }

  private void add(List<String> path, Field field, Guess guess, boolean isPersonal) {
    String name = Names.column(path, names);
    names.add(name);
    columns.add(new ColumnDraft(name, path, field, guess, isPersonal));
  }

  private Guess json(Field field) {
    Guess json = Guess.of("JSON");
    if (field.arrays == 0) {
      return json.remark(
          field.isMap() ? "an object whose field names are data" : "an object, as it came");
    }
    Field items = field.items;
    if (items == null) {
      return json.remark("an array, always empty");
    }
    String count =
        field.longestArray == 1 ? "an array of one" : "an array of up to " + field.longestArray;
    if (items.objects == 0) {
      return json.remark(count + (items.arrays > 0 ? ": arrays" : ": values"));
    }
    return json.remark(
        items.isMap()
            ? count + ": objects whose field names are data"
            : count + ": objects with " + shown(items));
  }

  private String shown(Field object) {
    List<String> fields =
        object.fields.keySet().stream().filter(name -> !isSecret(List.of(name))).toList();
    String shown =
        fields.stream().limit(SHOWN).map(Names::printable).collect(Collectors.joining(", "));
    return fields.size() > SHOWN ? shown + ", …" : shown;
  }
}
