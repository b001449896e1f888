/** TODO. */
@NullMarked
package dev.rollcall.kafka.redrive;

import org.jspecify.annotations.NullMarked;
