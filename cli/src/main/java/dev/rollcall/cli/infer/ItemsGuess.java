package dev.rollcall.cli.infer;

import dev.rollcall.core.error.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A type of the items of an array, with the fields of the records that they stand in. */
final class ItemsGuess {

  private final TypeDraft records;
  private final boolean isCsv;
  private final Set<String> names = new HashSet<>();
  private final Set<String> secrets;
  private final List<ColumnDraft> columns = new ArrayList<>();
  private final List<String> key;

  private ItemsGuess(TypeDraft records, boolean isCsv) {
    this.records = records;
    this.isCsv = isCsv;
    this.secrets = new LinkedHashSet<>(records.secrets());
    this.key = new ArrayList<>(records.key());
  }

  /**
   * The type of the items.
   *
   * @param records the type of the records, with its key
   * @param path the array in them, names with dots between them
   * @throws ConfigurationException if there is no such array
   */
  static TypeDraft of(TypeDraft records, String path, boolean isCsv) {
    ItemsGuess guess = new ItemsGuess(records, isCsv);
    return guess.draft(List.of(path.split("\\.")), path);
  }

  private TypeDraft draft(List<String> path, String written) {
    for (ColumnDraft column : records.columns()) {
      boolean isSelected = column.from().indexOf('[') >= 0;
      if (!column.isJson() && !isSelected || records.key().contains(column.name())) {
        String from = column.from().isEmpty() ? Names.path(column.path()) : column.from();
        names.add(column.name());
        columns.add(from.equals("$") ? column : column.from("$." + from));
      }
    }
    Field at = records.shape().element();
    StringBuilder outer = new StringBuilder("$.");
    for (int i = 0; i < path.size(); i++) {
      at = at.fields.get(path.get(i));
      if (at == null) {
        throw new ConfigurationException(
            "--items: got '%s', expected the path of an array in the records: there is no '%s'"
                .formatted(written, String.join(".", path.subList(0, i + 1))));
      }
      outer.append(i == 0 ? "" : ".").append(Names.path(List.of(path.get(i))));
      if (at.arrays > 0 && at.items != null) {
        boolean isLast = i + 1 == path.size();
        index(path.subList(0, i + 1), isLast);
        at = at.items;
        outer.append("[]");
        if (!isLast) {
          outside(at, path.get(i), path.get(i + 1), outer + ".");
        } else {
          items(at, path);
          return complete(path, at);
        }
      }
    }
    throw new ConfigurationException(
        "--items: got '%s', expected the path of an array, which holds something in the samples"
            .formatted(written));
  }

  private void index(List<String> path, boolean isLast) {
    List<String> named = List.of(path.get(path.size() - 1), "index");
    String name = Names.column(named, names);
    names.add(name);
    key.add(name);
    Guess guess = Guess.of("INT64", "its place in the array, from 0");
    guess.with("itemIndex", isLast ? "true" : Yaml.text(Names.path(path)));
    columns.add(new ColumnDraft(name, named, "", new Field(name, null), guess, false, 0));
  }

  /** The fields of an object that the items stand in. */
  private void outside(Field object, String name, String inner, String before) {
    TypeGuess guess = new TypeGuess(records.shape(), object, List.of(), isCsv, secrets, names);
    Field without = object;
    guess.columnsIn(without, List.of());
    for (ColumnDraft column : guess.columns()) {
      if (!column.isJson() && !column.path().get(0).equals(inner)) {
        columns.add(column.from(before + Names.path(column.path())));
      }
    }
  }

  private void items(Field item, List<String> path) {
    TypeGuess guess = new TypeGuess(records.shape(), item, path, isCsv, secrets, names);
    if (item.objects == 0) {
      guess.scalar(item, List.of(path.get(path.size() - 1)), "@");
    } else {
      guess.columnsIn(item, List.of());
    }
    columns.addAll(guess.columns());
  }

  private TypeDraft complete(List<String> path, Field item) {
    return new TypeDraft(
        records.name() + "_" + Names.column(path),
        records.records(),
        key,
        "that of the record, and the place of the item in it",
        "",
        records.shape(),
        path,
        List.copyOf(secrets),
        columns);
  }
}
