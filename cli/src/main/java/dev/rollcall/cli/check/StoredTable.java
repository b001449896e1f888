package dev.rollcall.cli.check;

import dev.rollcall.core.port.RowTarget;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table of a pipeline.
 *
 * @param name as people know it
 * @param target how the pipeline writes it
 * @param rows reads it, by other means
 */
public record StoredTable(
    String name, RowTarget target, Supplier<List<Map<String, @Nullable Object>>> rows) {

  /** The same, read once, now. */
  public StoredTable read() {
    List<Map<String, @Nullable Object>> now = rows.get();
    return new StoredTable(name, target, () -> now);
  }
}
