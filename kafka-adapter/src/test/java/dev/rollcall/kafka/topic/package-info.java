/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.topic;

import org.jspecify.annotations.NullMarked;
