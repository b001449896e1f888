/** TODO. */
@NullMarked
package dev.rollcall.kafka.load;

import org.jspecify.annotations.NullMarked;
