package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.internal.mapping.DerivedValue;
import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a pipeline, each bound to the schema before it. The one place that says what it
 * means when one fails: for a record that is read and for a letter that is sent again.
 */
public final class BoundSteps {

  /** An element cannot be used: a letter's reason class and reason. */
  public static final class Failure extends Exception {
    public final String reasonClass;

    /** Whether earlier versions made a row of it. */
    public final boolean formerlyTaken;

    Failure(String reasonClass, String reason, boolean formerlyTaken) {
      super(reason, null, false, false);
      this.reasonClass = reasonClass;
      this.formerlyTaken = formerlyTaken;
    }

    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  private final Schema after;
  private final Step.Action[] actions;
  private final String[] places;

  private BoundSteps(Schema after, List<Step.Action> actions, List<String> places) {
    this.after = after;
    this.actions = actions.toArray(Step.Action[]::new);
    this.places = places.toArray(String[]::new);
  }

  /** Over rows of this schema. */
  public static BoundSteps of(List<Step> steps, Schema schema) {
    List<Step.Action> actions = new ArrayList<>();
    List<String> places = new ArrayList<>();
    Map<Class<?>, Integer> numbers = new HashMap<>();
    Schema before = schema;
    for (Step step : steps) {
      Step.Bound bound = step.bind(before);
      actions.add(bound.action());
      places.add(step.place(numbers.merge(step.getClass(), 1, Integer::sum)));
      before = bound.after();
    }
    return new BoundSteps(before, actions, places);
  }

  /** The columns of the rows behind all steps. */
  public Schema after() {
    return after;
  }

  /**
   * The row behind all steps, or null if one filters it out.
   *
   * @throws Failure if a rule does not hold, a value does not fit its column or a function fails
   * @throws ConfigurationException if a function asks for a column that does not exist: that is
   *     wrong for every row, so no dead letters of all
   */
  public @Nullable Row apply(Row row, @Nullable Instant recordTime) throws Failure {
    Row current = row;
    for (int i = 0; i < actions.length; i++) {
      Row next;
      try {
        next = actions[i].apply(current, recordTime);
      } catch (ConfigurationException e) {
        throw e;
      } catch (Step.Require.Broken e) {
        throw new Failure("rule-broken", String.valueOf(e.getMessage()), false);
      } catch (DerivedValue.Misfit e) {
        throw new Failure("wrong-type", String.valueOf(e.getMessage()), e.formerlyTaken());
      } catch (RuntimeException e) {
        // the function's own message may quote the row
        throw new Failure(
            "function-failed",
            places[i] + ": its function failed with " + name(e.getClass()),
            false);
      }
      if (next == null) {
        return null;
      }
      current = next;
    }
    return current;
  }

  /** Classes without a name of their own have only their long one. */
  private static String name(Class<?> error) {
    return error.getSimpleName().isEmpty() ? error.getName() : error.getSimpleName();
  }
}
