package dev.rollcall.cli.engine;

import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunListener;
import dev.rollcall.core.pipeline.RunStatus;
import java.util.function.Supplier;

/** Watches what an engine runs. Threadsafe implementations only. */
public interface Watch extends AutoCloseable {

  /** Nobody does. */
  Watch NONE = pipeline -> new RunListener() {};

  /** Who is to be told of a run of this pipeline that begins. */
  RunListener over(Pipeline pipeline);

  /** It has begun; its status may be asked for, also when it has ended. */
  default void began(Pipeline pipeline, Supplier<RunStatus> status) {}

  @Override
  default void close() {}
}
