/** TODO. */
@NullMarked
package dev.rollcall.kafka;

import org.jspecify.annotations.NullMarked;
