/**
 * What runs a pipeline: this JVM or Spark in it, chosen by {@link
 * dev.rollcall.cli.engine.Engine.Kind}.
 */
@NullMarked
package dev.rollcall.cli.engine;

import org.jspecify.annotations.NullMarked;
