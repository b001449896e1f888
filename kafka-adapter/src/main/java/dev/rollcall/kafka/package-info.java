/**
 * Kafka: topics and their identities, loads that write each page once, the dead-letter topic, and
 * bounded reading for checks. Start with {@link dev.rollcall.kafka.KafkaTopic} (which topic, how to
 * reach it), then {@link dev.rollcall.kafka.KafkaLoad} (writing), {@link
 * dev.rollcall.kafka.DeadLetterTopic} and {@link dev.rollcall.kafka.KafkaRecords} (reading up to
 * the present end). {@link dev.rollcall.kafka.TopicIds} names source partitions by topic id. Client
 * settings pass through untouched. Errors of the driver are mapped in one class; nothing here lets
 * one through. Not here: the record source of a running pipeline.
 */
@NullMarked
package dev.rollcall.kafka;

import org.jspecify.annotations.NullMarked;
