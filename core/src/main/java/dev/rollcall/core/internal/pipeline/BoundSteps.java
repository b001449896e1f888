package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a pipeline, each bound to the schema before it, and the meaning of a failure in one.
 * Immutable and threadsafe.
 */
final class BoundSteps {

  private final Schema after;
  private final Step.Action[] actions;
  private final Step.Action[] onDelete;
  private final String[] places;

  private BoundSteps(
      Schema after, List<Step.Action> actions, List<Step.Action> onDelete, List<String> places) {
    this.after = after;
    this.actions = actions.toArray(Step.Action[]::new);
    this.onDelete = onDelete.toArray(Step.Action[]::new);
    this.places = places.toArray(String[]::new);
  }

  /** Binds the steps to rows of this schema. */
  static BoundSteps of(List<Step> steps, Schema schema) {
    List<Step.Action> actions = new ArrayList<>();
    List<Step.Action> onDelete = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Map<Class<?>, Integer> numbers = new HashMap<>();
    Schema before = schema;
    for (Step step : steps) {
      Step.Bound bound = step.bind(before);
      actions.add(bound.action());
      onDelete.add(bound.onDelete());
      places.add(step.place(numbers.merge(step.getClass(), 1, Integer::sum)));
      before = bound.after();
    }
    return new BoundSteps(before, actions, onDelete, places);
  }

  /** The columns of the rows that leave the last step. */
  Schema after() {
    return after;
  }

  /**
   * Applies the steps in order. Refuses the row if a rule does not hold, a value does not fit its
   * column or a function fails.
   *
   * @throws ConfigurationException if a function asks for a column that does not exist: that is
   *     wrong for every row, so it must not become a dead letter of each
   */
  RowOutcome apply(Row row, @Nullable Instant recordTime) {
    Row current = row;
    for (int i = 0; i < actions.length; i++) {
      Row next;
      try {
        next = actions[i].apply(current, recordTime);
      } catch (ConfigurationException e) {
        throw e;
      } catch (Step.Require.BrokenRule e) {
        return refused("rule-broken", String.valueOf(e.getMessage()), false);
      } catch (DerivedValue.Mismatch e) {
        return refused("wrong-type", String.valueOf(e.getMessage()), e.formerlyTaken());
      } catch (RuntimeException e) {
        // the function's own message may quote the row
        String reason = places[i] + ": its function failed with " + name(e.getClass());
        return refused("function-failed", reason, false);
      }
      if (next == null) {
        return RowOutcome.Filtered.FILTERED;
      }
      current = next;
    }
    return new RowOutcome.Kept(current);
  }

  /**
   * The key of a row that is to go, as it left the last step. No user's function sees it: the row
   * may have been written when they were others.
   */
  RowOutcome.Deleted delete(Row key) {
    Row current = key;
    for (Step.Action action : onDelete) {
      current = Objects.requireNonNull(action.apply(current, null));
    }
    return new RowOutcome.Deleted(current);
  }

  private static RowOutcome refused(String reasonClass, String reason, boolean formerlyTaken) {
    return new RowOutcome.Refused(DeadLetter.Stage.TRANSFORM, reasonClass, reason, formerlyTaken);
  }

  /** An anonymous class has no simple name. */
  private static String name(Class<?> error) {
    return error.getSimpleName().isEmpty() ? error.getName() : error.getSimpleName();
  }
}
