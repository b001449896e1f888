/**
 * {@code rollcall dead-letters}: lists the dead letters of a topic and sends them again. How a
 * re-drive works is in the Kafka adapter.
 */
@NullMarked
package dev.rollcall.cli.letters;

import org.jspecify.annotations.NullMarked;
