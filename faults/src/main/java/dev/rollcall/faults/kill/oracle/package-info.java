/**
 * The judge: reads the log again with a plain consumer and a JSON tree, and compares what it says
 * with what is stored. It uses nothing of the pipeline.
 */
@NullMarked
package dev.rollcall.faults.kill.oracle;

import org.jspecify.annotations.NullMarked;
