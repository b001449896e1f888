/** Tests of what runs pipelines. */
@NullMarked
package dev.rollcall.cli.engine;

import org.jspecify.annotations.NullMarked;
