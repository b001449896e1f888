package dev.rollcall.core.flatten;

import dev.rollcall.core.internal.decode.DeletedKeys;
import dev.rollcall.core.internal.decode.ElementMapper;
import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.ItemBuffer;
import dev.rollcall.core.internal.decode.ParsedElement;
import dev.rollcall.core.record.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the key of each element of one record, and nothing else. Not threadsafe. */
final class KeyCollector implements ElementReader.Sink {
  private final ElementMapper mapper;
  private final DeletedKeys deletedKeys;
  private final @Nullable Instant recordTime;
  private final List<Optional<Row>> found = new ArrayList<>(1);

  KeyCollector(ElementMapper mapper, DeletedKeys deletedKeys, @Nullable Instant recordTime) {
    this.mapper = mapper;
    this.deletedKeys = deletedKeys;
    this.recordTime = recordTime;
  }

  /** The keys; empty for an element whose key cannot be read. */
  List<Optional<Row>> found() {
    return found;
  }

  @Override
  public void element(ParsedElement slots) {
    try {
      found.add(Optional.of(deletedKeys.key(slots, recordTime)));
    } catch (ElementMapper.Unmappable e) {
      found.add(Optional.empty());
    }
  }

  @Override
  public void items(ParsedElement slots, ItemBuffer items) {
    if (items.isRefused()) {
      found.add(Optional.empty());
      return;
    }
    while (items.next(slots)) {
      if (items.refused() == null) {
        element(slots);
      } else {
        found.add(Optional.empty());
      }
    }
  }

  @Override
  public void envelope(ParsedElement slots) {
    if (mapper.hasKey(slots)) {
      element(slots);
    }
  }

  @Override
  public void notAnObject(String got) {
    found.add(Optional.empty());
  }
}
