/** TODO. */
@NullMarked
package dev.rollcall.kafka.replay;

import org.jspecify.annotations.NullMarked;
