/** {@code rollcall replay}: resets the offsets of a consumer group. How is in the Kafka adapter. */
@NullMarked
package dev.rollcall.cli.replay;

import org.jspecify.annotations.NullMarked;
