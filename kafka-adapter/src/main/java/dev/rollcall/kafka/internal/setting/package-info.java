/** TODO. */
@NullMarked
package dev.rollcall.kafka.internal.setting;

import org.jspecify.annotations.NullMarked;
