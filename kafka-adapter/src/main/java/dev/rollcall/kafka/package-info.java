/**
 * Kafka as Rollcall's source, dead-letter store and target of loads. {@link
 * dev.rollcall.kafka.KafkaTopic} describes a topic and how to reach it, {@link
 * dev.rollcall.kafka.KafkaTopicSet} several that are read together; {@link
 * dev.rollcall.kafka.TopicIdentity} tells it from one of the same name that was deleted and created
 * again. Each task has a room, with public types and, package-private beside them, how they work:
 *
 * <ul>
 *   <li>{@code source}: reads topics as a member of a group, or one as it is now. Start here.
 *   <li>{@code deadletter}: keeps dead letters in a topic and reads them.
 *   <li>{@code redrive}: sends dead letters again, once.
 *   <li>{@code replay}: moves a group's committed offsets back.
 *   <li>{@code load}: writes each page of a load once.
 *   <li>{@code topic}: creates topics, identifies them, and guards a run against another topic.
 * </ul>
 *
 * <p>What several rooms share is in {@code internal}, which no other module may use. Settings of
 * the Kafka clients pass through untouched; one class there maps the clients' errors.
 */
@NullMarked
package dev.rollcall.kafka;

import org.jspecify.annotations.NullMarked;
