/** TODO. */
@NullMarked
package dev.rollcall.kafka.source;

import org.jspecify.annotations.NullMarked;
