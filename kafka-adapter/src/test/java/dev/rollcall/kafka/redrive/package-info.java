/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.redrive;

import org.jspecify.annotations.NullMarked;
