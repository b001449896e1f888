/**
 * Moves a consumer group's committed offsets back, so that its next run reads records again: {@link
 * dev.rollcall.kafka.replay.ConsumerGroupReset} plans and applies it, {@link
 * dev.rollcall.kafka.replay.PartitionReset} shows what it does to a partition. {@code
 * GroupPosition} asks the broker where the group is now.
 */
@NullMarked
package dev.rollcall.kafka.replay;

import org.jspecify.annotations.NullMarked;
