/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.replay;

import org.jspecify.annotations.NullMarked;
