/**
 * The settings of the Kafka clients that a user passes: {@code ClientSettings} refuses those that
 * the guarantees rest on, and keeps secrets out of messages. Knows no clients, so that the
 * descriptions can use it.
 */
@NullMarked
package dev.rollcall.kafka.internal.setting;

import org.jspecify.annotations.NullMarked;
