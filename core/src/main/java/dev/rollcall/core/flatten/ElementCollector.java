package dev.rollcall.core.flatten;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.decode.CoverageCounter;
import dev.rollcall.core.internal.decode.DeletedKeys;
import dev.rollcall.core.internal.decode.ElementMapper;
import dev.rollcall.core.internal.decode.ElementReader;
import dev.rollcall.core.internal.decode.FieldRoute;
import dev.rollcall.core.internal.decode.ItemBuffer;
import dev.rollcall.core.internal.decode.ParsedElement;
import dev.rollcall.core.internal.decode.SeenFields;
import dev.rollcall.core.internal.decode.SeenObjects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps each element of a record as soon as it is read, one record after another. Not threadsafe.
 */
final class ElementCollector implements ElementReader.Sink {
  private final String typeName;
  private final ElementMapper mapper;
  private final DeletedKeys deletedKeys;
  private final FieldRoute route;
  private CoverageCounter coverage;
  private final SeenObjects objects;

  private @Nullable Instant recordTime;
  private List<Element> found = new ArrayList<>(1);

  /** How many values were read that may be elements: this does not depend on the type's key. */
  private int values;

  /** How many elements were read. */
  private int parents;

  /** How many rows they were, or would be. */
  private int rows;

  ElementCollector(
      String typeName,
      ElementMapper mapper,
      DeletedKeys deletedKeys,
      FieldRoute route,
      CoverageCounter coverage) {
    this.typeName = typeName;
    this.mapper = mapper;
    this.deletedKeys = deletedKeys;
    this.route = route;
    this.coverage = coverage;
    this.objects = new SeenObjects(coverage, route.takesAll());
  }

  /** Counts the next records in another counter. */
  void countIn(CoverageCounter other) {
    coverage = other;
    objects.countIn(other);
    mapper.countIn(other);
  }

  /** Begins a record. */
  void begin(@Nullable Instant time) {
    recordTime = time;
    found = new ArrayList<>(1);
    objects.clear();
    values = 0;
    parents = 0;
    rows = 0;
  }

  /** What they became; of a type with items this may be none. */
  List<Element> found() {
    return found;
  }

  /** Whether the record has an element, whatever became of it. */
  boolean hasElements() {
    return parents > 0;
  }

  @Override
  public SeenFields.@Nullable SeenObject seen() {
    return objects.begin();
  }

  @Override
  public void element(ParsedElement slots) {
    values++;
    int parent = parents++;
    if (!objects.end(route.takes(slots))) {
      elsewhere(parent, 1);
    } else if (deletedKeys.deletes(slots)) {
      found.add(deleted(rows++, slots));
    } else {
      row(parent, slots);
    }
  }

  @Override
  public void items(ParsedElement slots, ItemBuffer items) {
    values++;
    int parent = parents++;
    if (!objects.end(route.takes(slots))) {
      elsewhere(parent, rowsOf(slots, items));
      return;
    }
    try {
      mapper.requireItems(items);
    } catch (ElementMapper.Unmappable e) {
      refused(parent, e.reasonClass, String.valueOf(e.getMessage()));
      return;
    }
    while (items.next(slots)) {
      String got = items.refused();
      if (got == null) {
        row(parent, slots);
      } else {
        refused(
            parent,
            "not-an-object",
            "%s: got %s as an item, expected an object; what is no object is read by the path @"
                .formatted(typeName, got));
      }
    }
  }

  /** How many ordinals an element has, whatever becomes of it. */
  private static int rowsOf(ParsedElement slots, ItemBuffer items) {
    if (items.isRefused()) {
      return 1;
    }
    int rows = 0;
    while (items.next(slots)) {
      rows++;
    }
    return rows;
  }

  private void elsewhere(int parent, int others) {
    rows += others;
    found.add(new Element.Elsewhere(parent, values - 1));
  }

  private void row(int parent, ParsedElement slots) {
    int ordinal = rows++;
    coverage.element();
    try {
      found.add(new Element.Accepted(ordinal, parent, mapper.map(slots, recordTime)));
    } catch (ElementMapper.Unmappable e) {
      mapper.countRefused(slots);
      found.add(
          new Element.Unmappable(
              ordinal, parent, e.reasonClass, String.valueOf(e.getMessage()), e.formerlyTaken));
    }
  }

  private void refused(int parent, String reasonClass, String reason) {
    found.add(new Element.Unmappable(rows++, parent, reasonClass, reason, false));
  }

  private Element deleted(int ordinal, ParsedElement slots) {
    try {
      return deletedKeys.read(ordinal, slots, recordTime);
    } catch (ElementMapper.Unmappable e) {
      return new Element.Unmappable(
          ordinal, e.reasonClass, String.valueOf(e.getMessage()), e.formerlyTaken);
    }
  }

  @Override
  public void envelope(ParsedElement slots) {
    values++;
    boolean isTaken = route.takes(slots);
    boolean isElement = mapper.hasKey(slots);
    objects.end(isTaken || !isElement);
    if (isElement) {
      if (!isTaken) {
        elsewhere(parents++, 1);
        return;
      }
      refused(
          parents++,
          "ambiguous-envelope",
          "%s: got an object that holds elements and has a key of its own, expected one of the two; give the array another name than the envelope's, or take it as a type of its own"
              .formatted(typeName));
    }
  }

  @Override
  public void notAnObject(String got) {
    values++;
    if (!objects.end(route.takesAll())) {
      elsewhere(parents++, 1);
      return;
    }
    boolean isText = got.equals(ElementReader.JSON_TEXT);
    refused(
        parents++,
        isText ? "json-in-string" : "not-an-object",
        typeName
            + ": got "
            + got
            + ", expected an object"
            + (isText ? "; the producer encodes twice: send the object itself" : ""));
  }
}
