package dev.rollcall.jdbc;

import dev.rollcall.core.error.DataException;
import dev.rollcall.core.record.Column;
import dev.rollcall.core.record.ColumnType;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types that columns of a user's table of rows may have beside those that Rollcall would make.
 * Databases change some values of these in silence, so each value is checked before it is sent.
 * Threadsafe.
 *
 * @param zone of the moments in columns that do not say it; null if it is not declared
 */
record ExistingTypes(Dialect dialect, @Nullable ZoneId zone) {

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Types of texts that keep different ones apart, once they are checked. */
  private static final Set<String> EXACT = Set.of("enum", "uuid");

  private static final int UUID_LENGTH = 36;
  private static final int MOST_SHOWN = 10;

  /** What a stored column must be to hold values of this one; empty if it can. */
  Optional<String> problem(Column column, StoredColumn stored, boolean key) {
    boolean taken = dialect.checkedTypes(column.type()).contains(stored.type());
    Optional<String> problem =
        taken ? checkedProblem(column, stored, key) : dialect.typeProblem(column, stored, key);
    return problem.map(expected -> expected + hint(column, taken, key));
  }

  private Optional<String> checkedProblem(Column column, StoredColumn stored, boolean key) {
    return switch (column.type()) {
      case STRING ->
          switch (stored.type()) {
            case "uuid" -> Optional.empty();
            case "enum" ->
                stored.labels().isEmpty()
                    ? Optional.of("labels without backslashes")
                    : Optional.empty();
            default ->
                key
                    ? Optional.of(
                        dialect.keyType(column, List.of(column))
                            + ", for this type takes texts that differ in case or blanks for one key")
                    : dialect.typeProblem(column, stored.typed("text"), false);
          };
      case TIMESTAMP ->
          isLocal(stored) && zone == null
              ? Optional.of(
                  dialect.type(column)
                      + ", or the zone of its moments: timestampsIn(zone), which the table's description lacks")
              : dialect.typeProblem(column, stored.typed(dialect.momentType()), key);
      case UUID ->
          stored.length() == UUID_LENGTH
              ? Optional.empty()
              : Optional.of(dialect.type(column) + ", or " + UUID_LENGTH + " characters");
      default -> Optional.empty();
    };
  }

  private String hint(Column column, boolean taken, boolean key) {
    List<String> more =
        dialect.checkedTypes(column.type()).stream()
            .filter(type -> !key || column.type() != ColumnType.STRING || EXACT.contains(type))
            .toList();
    return taken || more.isEmpty()
        ? ""
        : " (or, with a check of each value, %s)".formatted(String.join(", ", more));
  }

  private boolean isLocal(StoredColumn stored) {
    return stored.type().equals(dialect.localMomentType());
  }

  /**
   * A value as this column takes it.
   *
   * @param value of the row
   * @param checked the same as {@link Dialect#checked} gives it
   * @throws DataException if the column would hold another one
   */
  @Nullable Object fitted(
      Column column,
      @Nullable StoredColumn stored,
      @Nullable Object value,
      @Nullable Object checked) {
    if (stored == null || checked == null) {
      return checked;
    }
    if (value instanceof Instant moment && isLocal(stored) && zone != null) {
      return local(column, moment, zone);
    }
    if (column.type() == ColumnType.STRING && value instanceof String text) {
      requireKept(column, stored, text);
    }
    return checked;
  }

  /** When clocks are put back an hour comes twice: which one was meant would be lost. */
  private static LocalDateTime local(Column column, Instant moment, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    if (zone.getRules().getValidOffsets(local).size() > 1) {
      throw new DataException(
          "column '%s': got a moment in the hour that the clocks of %s show twice, expected another, for the table's column does not say which"
              .formatted(column.name(), zone));
    }
    return local;
  }

  private void requireKept(Column column, StoredColumn stored, String text) {
    if (stored.type().equals("uuid") && !UUID.matcher(text).matches()) {
      throw new DataException(
          "column '%s': got a text that is not a UUID in lower case, expected one, for that is what the table's column gives back"
              .formatted(column.name()));
    }
    if (stored.type().equals("enum") && !stored.labels().contains(text)) {
      throw new DataException(
          "column '%s': got none of the table's labels, expected one of %s"
              .formatted(column.name(), shown(stored.labels())));
    }
    if (text.endsWith(" ")) {
      requireRoomForBlanks(column, stored, text);
    }
  }

  private void requireRoomForBlanks(Column column, StoredColumn stored, String text) {
    if (stored.isPadded()) {
      throw new DataException(
          "column '%s': got a text that ends in blanks, expected none at its end, for %s does not keep them"
              .formatted(column.name(), stored));
    }
    if (!stored.takes(column.type(), text)) {
      throw new DataException(
          "column '%s': got a text of %d characters that ends in blanks, expected what %s has room for"
              .formatted(column.name(), text.codePointCount(0, text.length()), stored));
    }
  }

  private static String shown(List<String> labels) {
    return labels.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
        + (labels.size() > MOST_SHOWN
            ? String.format(Locale.ROOT, " and %d more", labels.size() - MOST_SHOWN)
            : "");
  }
}
