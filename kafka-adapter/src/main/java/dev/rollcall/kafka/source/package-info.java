/**
 * Reads topics. {@link dev.rollcall.kafka.source.KafkaSource} describes a pipeline's source, {@link
 * dev.rollcall.kafka.source.KafkaRecords} reads a topic as it is now, and {@link
 * dev.rollcall.kafka.source.AttemptHeader} counts the attempts of a message.
 *
 * <p>How it works, in reading order: {@code KafkaRecordSource} polls as a member of the group,
 * {@code ReadTopics} knows the topics that it reads, {@code CommittedOffsets} finds where a
 * partition starts and commits, with {@code LeaderEpochs} to detect a log that was cut; {@code
 * TopicWatch} confirms the topic's identity, {@code LogEnds} measures the lag, {@code
 * OffsetOutOfRangeHalt} names an offset that left the log. Not here: to move a group back, which
 * {@code replay} does.
 */
@NullMarked
package dev.rollcall.kafka.source;

import org.jspecify.annotations.NullMarked;
