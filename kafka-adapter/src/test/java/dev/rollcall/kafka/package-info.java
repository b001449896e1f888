/** Tests of the Kafka adapter; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka;

import org.jspecify.annotations.NullMarked;
