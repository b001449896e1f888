/** The endpoint alone, and that of the real command while it runs. */
@NullMarked
package dev.rollcall.cli.metrics;

import org.jspecify.annotations.NullMarked;
