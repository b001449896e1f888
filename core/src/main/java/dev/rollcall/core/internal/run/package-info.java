/**
 * What every run needs, whatever the engine: open ports ({@link
 * dev.rollcall.core.internal.run.PipelinePorts}), their opening and closing side by side, the log
 * of their outages, listeners, and what ended a run.
 */
@NullMarked
package dev.rollcall.core.internal.run;

import org.jspecify.annotations.NullMarked;
