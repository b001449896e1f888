/** TODO. */
@NullMarked
package dev.rollcall.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
