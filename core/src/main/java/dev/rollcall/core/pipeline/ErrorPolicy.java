package dev.rollcall.core.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.internal.process.PartitionProcessor;
import java.io.Serializable;

/**
 * What happens to elements that cannot be used, and how many are too many. The bounds are per
 * source partition and {@link PartitionProcessor}: in this JVM as long as the partition is ours, on
 * Spark within one batch. Immutable.
 *
 * @param fail the first one stops the run
 * @param maxErrors more of them stop the run
 * @param maxErrorPercent a larger share of the elements stops the run, looked at from {@value
 *     #MIN_ELEMENTS} elements on
 */
public record ErrorPolicy(boolean fail, long maxErrors, double maxErrorPercent)
    implements Serializable {

  /** From how many elements on the share is looked at. */
  public static final int MIN_ELEMENTS = 100;

  public ErrorPolicy {
    if (maxErrors < 0 || !(maxErrorPercent >= 0 && maxErrorPercent <= 100)) {
      throw new ConfigurationException(
          "expected maxErrors >= 0 and 0 <= maxErrorPercent <= 100, got "
              + maxErrors
              + " and "
              + maxErrorPercent);
    }
  }

  /** Every one of them goes to the dead letters, however many. */
  public static ErrorPolicy deadLetter() {
    return new ErrorPolicy(false, Long.MAX_VALUE, 100);
  }

  /** The first one stops the run. */
  public static ErrorPolicy failFast() {
    return new ErrorPolicy(true, 0, 0);
  }

  /** At most so many. */
  public ErrorPolicy withMaxErrors(long max) {
    return new ErrorPolicy(fail, max, maxErrorPercent);
  }

  /** At most such a share, in percent. */
  public ErrorPolicy withMaxErrorPercent(double max) {
    return new ErrorPolicy(fail, maxErrors, max);
  }

  /** Stops the run if there are too many. */
  public void check(long read, long errors, String lastReason) {
    boolean share = read >= MIN_ELEMENTS && errors * 100.0 > maxErrorPercent * read;
    if (errors > 0 && (fail || errors > maxErrors || share)) {
      throw new FatalException(
          "stopped by the error policy: %d of %d elements cannot be used; the last: %s"
              .formatted(errors, read, lastReason));
    }
  }
}
