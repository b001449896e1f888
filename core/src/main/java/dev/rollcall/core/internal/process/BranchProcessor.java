package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.CoverageCounts;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import dev.rollcall.core.internal.pipeline.RowOutcome;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one branch makes of a partition's records: its part of what waits to be sealed. Not
 * threadsafe.
 */
final class BranchProcessor {

  private final CompiledBranch branch;
  private final RecordReaders.Reader reader;
  private final CoverageCounts coverage;
  private final ElementLocator locator;
  private final SourcePartition partition;
  private final boolean counts;

  /** Whether every field name is noted still, and not only those of a few elements. */
  private boolean notesAll = true;

  /** Made with the first row, and so are the contributions; see {@link #begin}. */
  private List<BufferedRow> rows = List.of();

  private List<Contribution> contributions = List.of();
  private List<DeadLetter> letters = new ArrayList<>();
  private long read;
  private long filtered;

  /**
   * Creates the processor of a branch.
   *
   * @param counts whether its aggregations are kept
   * @param reader may be that of other partitions, too
   */
  BranchProcessor(
      CompiledBranch branch,
      SourcePartition partition,
      boolean counts,
      RecordReaders.Reader reader) {
    this.branch = branch;
    this.reader = reader;
    this.coverage = new CoverageCounts(branch.recordType());
    this.locator = new ElementLocator(branch);
    this.partition = partition;
    this.counts = counts;
  }

  private List<Contribution> noContributions() {
    return counts
        ? branch.aggregations().stream()
            .map(each -> new Contribution(each.aggregator(), partition))
            .toList()
        : List.of();
  }

  CompiledBranch branch() {
    return branch;
  }

  /** That of this thread, which may be that of other partitions, too. */
  Flattener flattener() {
    return reader.flattener();
  }

  /** What a record holds for it; those of other kinds are {@link Element.Elsewhere}. */
  List<Element> elements(SourceRecord record) {
    if (notesAll && !reader.isExact()) {
      notesAll = false;
      coverage.beginPart();
    }
    Flattener flattener = flattener();
    flattener.countIn(coverage);
    List<Element> elements;
    try {
      elements = flattener.flatten(record);
    } catch (Throwable e) {
      reader.discard();
      throw e;
    }
    if (notesAll) {
      reader.noted(elements.size());
    }
    return elements;
  }

  /** Why an element of it is refused before any step. */
  RowOutcome.Refused refusal(Element refused) {
    return (RowOutcome.Refused) branch.transform(refused, null);
  }

  /**
   * Takes elements of a record to their steps.
   *
   * @param only which one, and whose version it gets; null for all of them
   * @return how many were taken
   */
  int take(
      SourceRecord record, List<Element> elements, @Nullable OnlyElement only, ErrorTally errors) {
    LetterOrigin origin = new LetterOrigin(record, branch, locator::locate);
    int taken = 0;
    for (Element element : elements) {
      taken += isMeant(element, only) ? 1 : 0;
    }
    read += taken;
    errors.read(taken);
    for (Element element : elements) {
      if (!isMeant(element, only)) {
        continue;
      }
      RowOutcome outcome = branch.transform(element, record.time());
      if (outcome instanceof RowOutcome.Kept kept) {
        buffer(record, origin, element, only, kept.row(), false);
      } else if (outcome instanceof RowOutcome.Deleted deleted) {
        buffer(record, origin, element, only, deleted.row(), true);
      } else if (outcome instanceof RowOutcome.Refused reason) {
        DeadLetter letter = origin.letter(element.ordinal(), reason);
        letters.add(letter);
        errors.refused(letter);
      } else {
        filtered++;
      }
    }
    return taken;
  }

  private static boolean isMeant(Element element, @Nullable OnlyElement only) {
    return only == null ? !(element instanceof Element.Elsewhere) : only.means(element);
  }

  private void buffer(
      SourceRecord record,
      LetterOrigin origin,
      Element element,
      @Nullable OnlyElement only,
      Row row,
      boolean deleted) {
    int definition = only == null ? branch.definitionVersion() : only.version();
    long offset = only == null ? record.offset() : only.offset();
    BufferedRow buffered =
        new BufferedRow(
            origin,
            element.ordinal(),
            branch.version(element, record, definition, offset, element.parent()),
            row,
            branch.outputs().isEmpty() ? null : Row.Key.of(row),
            deleted);
    begin();
    rows.add(buffered);
    if (!deleted) {
      // now, while the row is at hand: at the flush each would have to be fetched from memory
      for (int i = 0; i < contributions.size(); i++) {
        contributions.get(i).add(buffered);
      }
    }
  }

  /**
   * Makes what holds rows when there is one, and not when the buffer before was sealed. Of many
   * partitions each waits long for its next records; what waits empty is old by then to the garbage
   * collector, which would take all rows that it ever holds for living ones, and copy them.
   */
  private void begin() {
    if (rows.isEmpty()) {
      rows = new ArrayList<>();
      contributions = noContributions();
    }
  }

  /** How many rows and letters wait. */
  int waiting() {
    return rows.size() + letters.size();
  }

  /** Takes out what waits; begins anew. */
  BranchBuffer seal() {
    BranchBuffer sealed =
        new BranchBuffer(
            rows,
            letters,
            rows.isEmpty() ? noContributions() : contributions,
            read,
            filtered,
            coverage.take());
    rows = List.of();
    contributions = List.of();
    letters = new ArrayList<>();
    read = 0;
    filtered = 0;
    return sealed;
  }
}
