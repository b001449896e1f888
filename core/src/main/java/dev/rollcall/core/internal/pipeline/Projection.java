package dev.rollcall.core.internal.pipeline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which columns a sink gets and under which names. The key must be among them. Immutable.
 *
 * @param items the chosen columns in order
 */
public record Projection(List<Item> items) implements Serializable {

  /** One column: what it is called in the pipeline and in the sink. */
  public record Item(String column, String name) implements Serializable {}

  public Projection {
    items = List.copyOf(items);
  }

  /** Each {@code "column"} or {@code "column AS name"}. */
  public static Projection columns(List<String> columns) {
    List<Item> items = new ArrayList<>();
    for (String text : columns) {
      String[] parts = text.strip().split("\\s+(?i:as)\\s+", 2);
      items.add(new Item(parts[0], parts[parts.length - 1]));
    }
    return new Projection(items);
  }
}
