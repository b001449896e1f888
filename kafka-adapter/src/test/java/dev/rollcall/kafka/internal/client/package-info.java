/** Tests; those named IT need a broker. */
@NullMarked
package dev.rollcall.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
