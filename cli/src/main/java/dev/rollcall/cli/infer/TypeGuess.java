package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes columns of the fields of records, or of the items of an array in them. Not threadsafe. */
final class TypeGuess {

  /** Objects below this many others become JSON columns. */
  private static final int DEPTH = 6;

  private static final int SHOWN = 8;

  private final Shape shape;
  private final boolean isCsv;

  /** What the records of columns are, which the paths of {@link Sensitive} begin at. */
  private final Field element;

  /** The path of the array whose items the records of columns are; empty for those of the type. */
  private final List<String> within;

  private final long records;
  private final Sensitive sensitive;
  private final Set<String> secrets;
  private final Set<String> names;
  private final List<ColumnDraft> columns = new ArrayList<>();

  /**
   * Guesses columns.
   *
   * @param element the record or item that columns are read from
   * @param within the path of the array whose items they are; empty for no items
   * @param secrets those that are known, and gets others
   * @param names those that are taken, and gets others
   */
  TypeGuess(
      Shape shape,
      Field element,
      List<String> within,
      boolean isCsv,
      Set<String> secrets,
      Set<String> names) {
    this.shape = shape;
    this.element = element;
    this.within = within;
    this.isCsv = isCsv;
    this.secrets = secrets;
    this.names = names;
    this.records =
        element.objects
            + element.scalars.texts
            + element.scalars.numbers
            + element.scalars.booleans;
    this.sensitive = Sensitive.of(element);
  }

  /** A type of the records, all but its key, which is looked for afterwards. */
  static TypeDraft draft(String name, Shape shape, boolean isCsv) {
    TypeGuess guess =
        new TypeGuess(
            shape, shape.element(), List.of(), isCsv, new LinkedHashSet<>(), new HashSet<>());
    guess.secretsIn(shape.outer(), new ArrayList<>(), false);
    guess.columnsIn(shape.element(), List.of());
    for (Field beside : shape.outer().fields.values()) {
      if (shape.outer() != shape.element() && !shape.wrapper().get(0).equals(beside.name)) {
        guess.column(beside, List.of(beside.name));
      }
    }
    List<ColumnDraft> columns = DayOrder.applied(guess.columns);
    return new TypeDraft(
        name,
        shape.records(),
        List.of(),
        "",
        RowVersion.of(columns),
        shape,
        List.of(),
        List.copyOf(guess.secrets),
        columns);
  }

  List<ColumnDraft> columns() {
    return columns;
  }

  /**
   * Notes the secrets at and below a field. A name that says so is one at any depth; another is one
   * at its path, unless it stands in an array, which no path reaches.
   */
  private void secretsIn(Field field, List<String> path, boolean isInArray) {
    boolean isMap = field != shape.outer() && field.isMap();
    for (Field child : field.fields.values()) {
      List<String> below = below(path, child.name);
      if (!sensitive.isSecret(child)) {
        secretsIn(child, below, isInArray || isMap);
      } else if (!Field.isValue(child.name) && Sensitive.isSecretName(child.name)) {
        secrets.add(Names.path(List.of(child.name)));
      } else if (isMap) {
        // its names are data, so the whole of it has to go
        secrets.add(Names.path(isInArray ? List.of(field.name) : inElement(path)));
      } else {
        secrets.add(Names.path(isInArray ? List.of(child.name) : inElement(below)));
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

  void columnsIn(Field object, List<String> path) {
    for (Field field : object.fields.values()) {
      column(field, below(path, field.name));
    }
  }

  private static List<String> below(List<String> path, String name) {
    List<String> below = new ArrayList<>(path);
    below.add(name);
    return below;
  }

  private void column(Field field, List<String> path) {
    if (field.name.isEmpty() || field.name.length() > 5 && Field.isValue(field.name)) {
      // no path leads to a field without a name, and one that is data is another in each record
      return;
    }
    if (isSecret(path) || path.get(0).equals(shape.error()) && shape.envelope().isEmpty()) {
      return;
    }
    if (field.pairs.isList() && field.objects == 0 && field.scalars.isEmpty()) {
      pairs(field, path);
    } else if (isJson(field, path)) {
      add(path, Names.path(path), field, json(field, path), sensitive.hasPersonal(field, element));
    } else {
      if (!field.scalars.isEmpty() || field.objects == 0) {
        scalar(field, path, Names.path(path));
      }
      columnsIn(field, path);
    }
  }

  private static boolean isJson(Field field, List<String> path) {
    return field.arrays > 0
        || field.objects > 0 && (field.isMap() || field.fields.isEmpty() || path.size() > DEPTH);
  }

  /** A column for each key, or for each field of its value that ever has one. */
  private void pairs(Field field, List<String> path) {
    for (Map.Entry<String, Field> pair : field.pairs.values().entrySet()) {
      Field value = pair.getValue();
      if (sensitive.isSecret(value)) {
        continue;
      }
      String from =
          Names.path(path)
              + Names.selection(field.pairs.keyName(), pair.getKey())
              + "."
              + Names.path(List.of(field.pairs.valueName()));
      List<String> named = below(path, pair.getKey());
      List<Field> filled =
          value.fields.values().stream().filter(child -> child.present() > 0).toList();
      if (value.arrays > 0 || value.objects > 0 && (value.isMap() || filled.isEmpty())) {
        add(named, from, value, json(value, List.of()), sensitive.hasPersonal(value, element));
        continue;
      }
      if (!value.scalars.isEmpty()) {
        scalar(value, named, from);
      }
      for (Field child : filled) {
        List<String> path2 = filled.size() == 1 ? named : below(named, child.name);
        String below = from + "." + Names.path(List.of(child.name));
        if (child.objects + child.arrays > 0) {
          add(path2, below, child, json(child, List.of()), sensitive.hasPersonal(child, element));
        } else if (!sensitive.isSecret(child)) {
          scalar(child, path2, below);
        }
      }
    }
  }

  /** A column of the values at a path. */
  void scalar(Field field, List<String> path, String from) {
    List<String> telling = path.stream().filter(name -> !Names.isWrapped(name)).toList();
    List<String> words =
        Names.words(telling.isEmpty() ? field.name : telling.get(telling.size() - 1));
    if (words.size() < 2 && telling.size() > 1) {
      // created.at, dob.date, price.amount: the name above belongs to it
      words = new ArrayList<>(words);
      words.addAll(Names.words(telling.get(telling.size() - 2)));
    }
    boolean isPersonal = sensitive.isPersonal(field, element);
    boolean isShown = !isPersonal && !sensitive.isOfPeople(path);
    Guess guess = new ScalarGuess(field.scalars, words, isCsv, isShown).guess();
    add(path, from, field, guess, isPersonal);
  }

  private void add(List<String> path, String from, Field field, Guess guess, boolean isPersonal) {
    String name = Names.column(path, names);
    names.add(name);
    String said = path.equals(List.of(name)) && from.equals(name) ? "" : from;
    columns.add(new ColumnDraft(name, path, said, field, guess, isPersonal, records));
  }

  private Guess json(Field field, List<String> path) {
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
        "an array of " + (field.longestArray == 1 ? "one" : "up to " + field.longestArray);
    if (items.objects > 0) {
      json.remark(
          items.isMap()
              ? count + ": objects whose field names are data"
              : count + ": objects" + shown(items));
    } else {
      json.remark(count + (items.arrays > 0 ? ": arrays" : ": values"));
    }
    if (path.isEmpty() || items.arrays > 0 || field.objects > 0) {
      return json;
    }
    List<String> whole = new ArrayList<>(within);
    whole.addAll(path);
    return json.remark("a row for each with --items " + Names.path(whole));
  }

  private String shown(Field object) {
    List<String> fields =
        object.fields.keySet().stream().filter(name -> !isSecret(List.of(name))).toList();
    String shown =
        fields.stream().limit(SHOWN).map(Names::printable).collect(Collectors.joining(", "));
    return (shown.isEmpty() ? "" : " with " + shown) + (fields.size() > SHOWN ? ", …" : "");
  }
}
