package dev.rollcall.cli.infer;

import java.util.List;

/** Where a column leaves open whether days or months come first, the others of its type tell. */
final class DayOrder {

  private DayOrder() {}

  /** The columns, with those that were open as others of the same form have it. */
  static List<ColumnDraft> applied(List<ColumnDraft> columns) {
    return columns.stream().map(column -> applied(column, columns)).toList();
  }

  private static ColumnDraft applied(ColumnDraft column, List<ColumnDraft> columns) {
    List<TimeForm> open = forms(column);
    if (open.size() < 2 || open.stream().noneMatch(open.get(0)::isMirrorOf)) {
      return column;
    }
    ColumnDraft told = null;
    for (ColumnDraft other : columns) {
      List<TimeForm> forms = forms(other);
      if (forms.size() == 1 && open.contains(forms.get(0))) {
        if (told != null && !forms(told).equals(forms)) {
          return column;
        }
        told = other;
      }
    }
    if (told == null) {
      return column;
    }
    TimeForm form = forms(told).get(0);
    String evidence = (form.isDayFirst() ? "day" : "month") + " first, as in " + told.name();
    return column.guessed(TimeGuess.of(form, evidence).withNulls(column.field().scalars));
  }

  /** Of values that are all such texts. */
  private static List<TimeForm> forms(ColumnDraft column) {
    ScalarFacts facts = column.field().scalars;
    return facts.forms == null
            || column.isJson()
            || facts.textValues < facts.values
            || facts.areNumbers()
        ? List.of()
        : facts.forms;
  }
}
