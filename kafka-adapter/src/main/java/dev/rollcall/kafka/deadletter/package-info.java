/**
 * Keeps dead letters in a topic. {@link dev.rollcall.kafka.deadletter.DeadLetterTopic} is what a
 * pipeline is given, {@link dev.rollcall.kafka.deadletter.DeadLetterSnapshot} reads the topic as
 * {@link dev.rollcall.kafka.deadletter.StoredLetter}s.
 *
 * <p>How it works, in reading order: {@code KafkaDeadLetters} writes payloads, then letters, in the
 * stored format of {@code DeadLetterCodec}, {@code PayloadMessage} and {@code DeadLetterForm}
 * (docs/adr/0013-letters-of-form-2.md); {@code LocalClusterSources} decides whether a payload may
 * be kept; {@code PayloadCleanup} deletes payloads that nobody needs. Not here: to send letters
 * again, which {@code redrive} does.
 */
@NullMarked
package dev.rollcall.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
