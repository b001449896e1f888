package dev.rollcall.core.internal.process;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.internal.pipeline.CompiledBranch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places of a record's elements, for letters. It has a flattener of its own, made with
 * the first letter: the letter of a row that a sink refuses is made while the processor reads on.
 * Threadsafe.
 */
final class ElementLocator {

  private final CompiledBranch branch;
  private @Nullable Flattener flattener;

  ElementLocator(CompiledBranch branch) {
    this.branch = branch;
  }

  synchronized List<Flattener.Place> locate(byte[] json) {
    if (flattener == null) {
      flattener = branch.flattener();
    }
    return flattener.locate(json);
  }
}
