/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.erase;

import org.jspecify.annotations.NullMarked;
