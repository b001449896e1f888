/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
