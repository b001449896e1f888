/**
 * What runs a pipeline: this JVM or Spark in it, chosen by {@link
 * dev.rollcall.examples.engine.Engine.Kind}.
 */
@NullMarked
package dev.rollcall.examples.engine;

import org.jspecify.annotations.NullMarked;
