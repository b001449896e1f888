/** TODO. */
@NullMarked
package dev.rollcall.kafka.topic;

import org.jspecify.annotations.NullMarked;
