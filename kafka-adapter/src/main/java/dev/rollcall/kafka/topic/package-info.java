/**
 * Topics and their identity. {@link dev.rollcall.kafka.topic.KafkaTopics} creates a topic and asks
 * for its identity; {@link dev.rollcall.kafka.topic.TopicGuard} checks during a run that the topic
 * still has it. Not here: the source's own watch over its topic, and the questions to the broker,
 * which several rooms share (see {@code internal.client}).
 */
@NullMarked
package dev.rollcall.kafka.topic;

import org.jspecify.annotations.NullMarked;
