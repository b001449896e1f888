package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.error.ConfigurationException;
import java.io.Serializable;

/**
 * How much a processor holds in memory before it flushes.
 *
 * @param elements rows waiting, per source partition
 * @param bytes of their records, per source partition
 */
public record FlushBounds(int elements, long bytes) implements Serializable {

  /** 10,000 elements or 32 MiB, whichever comes first. */
  public static final FlushBounds DEFAULT = new FlushBounds(10_000, 32L << 20);

  public FlushBounds {
    if (elements < 1 || bytes < 1) {
      throw new ConfigurationException("flush bounds: expected at least 1 element and 1 byte");
    }
  }
}
