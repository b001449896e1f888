/**
 * Loads records into a topic so that a load can be killed and run again: start with {@link
 * dev.rollcall.kafka.load.KafkaLoad}. {@code LoadTransactions} writes a page and the new {@code
 * LoadProgress} in one transaction; a compacted topic keeps it. Not here: the transactions
 * themselves, which {@code redrive} uses too (see {@code internal.client}).
 */
@NullMarked
package dev.rollcall.kafka.load;

import org.jspecify.annotations.NullMarked;
