/** TODO. */
@NullMarked
package dev.rollcall.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
