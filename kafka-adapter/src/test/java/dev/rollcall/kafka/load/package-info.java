/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.load;

import org.jspecify.annotations.NullMarked;
