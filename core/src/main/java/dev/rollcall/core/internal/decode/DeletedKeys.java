package dev.rollcall.core.internal.decode;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.decode.ElementMapper.Unmappable;
import dev.rollcall.core.internal.mapping.Deletes;
import dev.rollcall.core.internal.mapping.RecordDefinition;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the elements that delete, and reads their keys. Other columns are not asked: what does not
 * fit in one of them refuses the element only if the key is derived from it.
 */
public final class DeletedKeys {

  /** A condition with its path resolved, and the columns as they are read where it holds. */
  private record Bound(int[] slots, String value, BoundColumn[] columns) {}

  private final RecordDefinition type;
  private final PathTrie trie;
  private final MessageValues message;
  private final List<Bound> conditions;

  /** The columns as an element has them that does not delete; made when one is asked for. */
  private BoundColumn @Nullable [] plain;

  public DeletedKeys(RecordDefinition type, PathTrie trie, MessageValues message) {
    this.type = type;
    this.trie = trie;
    this.message = message;
    this.conditions =
        type.deletes().conditions().stream()
            .map(each -> bound(type.keysOf(each), each, trie, message))
            .toList();
  }

  private static Bound bound(
      RecordDefinition type, Deletes.Condition condition, PathTrie trie, MessageValues message) {
    return new Bound(
        type.pathsOf(condition).stream().mapToInt(path -> trie.slot(path, false)).toArray(),
        condition.value(),
        columns(type, trie, message));
  }

  private static BoundColumn[] columns(
      RecordDefinition type, PathTrie trie, MessageValues message) {
    return IntStream.range(0, type.mappings().size())
        .mapToObj(index -> new BoundColumn(type, index, trie, message))
        .toArray(BoundColumn[]::new);
  }

  /** Whether the element deletes. */
  public boolean deletes(ParsedElement parsed) {
    return condition(parsed) != null;
  }

  private @Nullable Bound condition(ParsedElement parsed) {
    for (Bound each : conditions) {
      int found = IntStream.of(each.slots).filter(parsed::isScalar).findFirst().orElse(-1);
      if (found >= 0 && each.value.equals(parsed.text(found))) {
        return each;
      }
    }
    return null;
  }

  /** The key of an element that deletes, and its version where the type names one. */
  public Element.Deleted read(int ordinal, ParsedElement parsed, @Nullable Instant recordTime)
      throws Unmappable {
    Working working = working(parsed, recordTime);
    String version = type.rowVersion();
    return new Element.Deleted(
        ordinal,
        key(working),
        version == null ? null : (Instant) working.fitting(type.workingSchema().position(version)));
  }

  /**
   * The key of an element, whether it deletes or not, and null in every other column: what does not
   * fit there is no matter.
   */
  public Row key(ParsedElement parsed, @Nullable Instant recordTime) throws Unmappable {
    return key(working(parsed, recordTime));
  }

  private Row key(Working working) throws Unmappable {
    @Nullable Object[] row = new Object[type.schema().size()];
    for (int key : type.workingSchema().keys()) {
      String name = type.workingSchema().column(key).name();
      row[type.schema().position(name)] = working.fitting(key);
    }
    return Row.of(type.schema(), row);
  }

  private Working working(ParsedElement parsed, @Nullable Instant recordTime) {
    Bound condition = condition(parsed);
    BoundColumn[] columns = condition == null ? plain() : condition.columns;
    Working working = new Working(type.workingSchema());
    for (int i = 0; i < columns.length; i++) {
      try {
        working.values[i] = columns[i].read(parsed, recordTime, null);
        working.toDerive[i] = working.values[i] == null && columns[i].isDerived();
        if (!working.toDerive[i]) {
          columns[i].check(working.values[i], parsed, null);
        }
      } catch (Unmappable e) {
        working.misfit(i, columns[i], e);
      }
    }
    for (int i = 0; i < columns.length; i++) {
      if (working.toDerive[i]) {
        derive(working, i, columns[i], parsed, recordTime);
      }
    }
    return working;
  }

  private BoundColumn[] plain() {
    BoundColumn[] made = plain;
    if (made == null) {
      made = columns(type, trie, message);
      plain = made;
    }
    return made;
  }

  private static void derive(
      Working working,
      int at,
      BoundColumn column,
      ParsedElement parsed,
      @Nullable Instant recordTime) {
    working.touched = null;
    try {
      Object value = column.derive(working, recordTime);
      column.check(value, parsed, null);
      working.values[at] = value;
    } catch (Unmappable e) {
      working.misfit(at, column, e);
    }
    if (working.touched != null) {
      // a key derived without what does not fit would be the key of another row
      working.values[at] = null;
      working.misfits[at] = working.touched;
    }
  }

  /** The columns read so far; notes whether a derivation asks for one that does not fit. */
  private static final class Working implements Row {
    private final Schema schema;
    private final @Nullable Object[] values;
    private final @Nullable Unmappable[] misfits;
    private final boolean[] toDerive;
    private @Nullable Unmappable touched;

    Working(Schema schema) {
      this.schema = schema;
      this.values = new Object[schema.size()];
      this.misfits = new Unmappable[schema.size()];
      this.toDerive = new boolean[schema.size()];
    }

    /** Notes what does not fit; a null if rows have one then, for their keys are derived of it. */
    void misfit(int at, BoundColumn column, Unmappable reason) {
      values[at] = null;
      misfits[at] = column.isElseNull() ? null : reason;
    }

    /** The value of a column without which nothing can be deleted. */
    @Nullable Object fitting(int position) throws Unmappable {
      Unmappable misfit = misfits[position];
      if (misfit != null) {
        throw misfit;
      }
      return values[position];
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public @Nullable Object get(int position) {
      if (touched == null) {
        touched = misfits[position];
      }
      return values[position];
    }
  }
}
