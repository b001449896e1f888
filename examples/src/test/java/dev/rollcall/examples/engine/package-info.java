/** Tests of what runs pipelines. */
@NullMarked
package dev.rollcall.examples.engine;

import org.jspecify.annotations.NullMarked;
