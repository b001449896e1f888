package dev.rollcall.kafka.deadletter;

/**
 * A key in one partition of a topic. Compaction and deletion are a partition's own: after a topic
 * got more partitions, a key may stand in several, each with a message of its own.
 */
record PartitionKey(int partition, String key) {}
