package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Choice;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.commerce.Orders;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.user.Users;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The record types that are built in, by the names they have on the command line. */
public final class RecordTypes {

  /** What is read if nothing is said: {@value}. */
  static final String DEFAULT = "user";

  private static final Map<String, RecordType> TYPES = new LinkedHashMap<>();

  static {
    for (RecordType type :
        List.of(Users.recordType(), CommerceEvents.recordType(), Orders.recordType())) {
      TYPES.put(type.name().replace('_', '-'), type);
    }
  }

  private RecordTypes() {}

  /**
   * The type of this name; an underscore is as good as a hyphen.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if there is none
   */
  public static RecordType named(String name) {
    return Objects.requireNonNull(
        TYPES.get(Choice.of("--type", name.replace('_', '-'), TYPES.keySet())));
  }

  /** For help: each type with its columns. */
  public static List<String> columns() {
    List<String> lines = new ArrayList<>();
    TYPES.forEach(
        (name, type) -> lines.add("  " + name + ": " + String.join(", ", type.schema().names())));
    return lines;
  }
}
