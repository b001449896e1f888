/**
 * What the rooms of this module share; no other module may use it, and none of its types is in a
 * public signature. {@code KafkaClients} creates the clients, {@code KafkaErrors} maps their
 * errors. {@code TopicAdmin} and {@code LogRange} ask the broker, {@code IdentityCheck} whether a
 * topic still is the same. {@code TopicSnapshotReader} reads up to a fixed end, {@code
 * TransactionalWriter} writes messages with a mark, {@code CompactedLog} keeps the marks, {@code
 * CommitMetadata} names the source in a committed offset.
 */
@NullMarked
package dev.rollcall.kafka.internal.client;

import org.jspecify.annotations.NullMarked;
