package dev.rollcall.kafka.deadletter;

/**
 * A key in one partition of a topic. Compaction works per partition: after a topic got more
 * partitions, a key may be in several, each with a message of its own.
 */
record PartitionKey(int partition, String key) {}
