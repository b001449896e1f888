/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.source;

import org.jspecify.annotations.NullMarked;
