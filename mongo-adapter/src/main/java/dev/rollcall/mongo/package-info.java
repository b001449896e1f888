/**
 * MongoDB: aggregates ({@link dev.rollcall.mongo.MongoAggregates}, read back with {@link
 * dev.rollcall.mongo.MongoAggregateReader}) and rows ({@link dev.rollcall.mongo.MongoRows}). Read
 * the two descriptions first, then {@code GuardedBulk} (how one bulk of compare-and-sets learns
 * what took effect) and {@code MongoRowSink} (how the newer row wins). What Rollcall needs for
 * itself stands in the sub-document {@code rollcall} of each document;
 * everything else in it is for people. Neither sessions, transactions nor updates by pipeline are
 * used. Not here: what a state holds and when it is written ({@code core}).
 */
@NullMarked
package dev.rollcall.mongo;

import org.jspecify.annotations.NullMarked;
