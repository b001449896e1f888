/**
 * MongoDB: one document per row or aggregate. Rollcall's own fields are in the sub-document {@code
 * rollcall} of each document; all other fields are for people. The collection {@code
 * rollcall_definitions} keeps which definitions write rows where.
 *
 * <p>Public are {@link dev.rollcall.mongo.MongoRows} and {@link
 * dev.rollcall.mongo.MongoAggregates}, the targets, and {@link
 * dev.rollcall.mongo.MongoAggregateReader} with {@link dev.rollcall.mongo.MongoAggregateDocument},
 * which read aggregates back. Reading order:
 *
 * <ol>
 *   <li>{@code MongoRows}, {@code MongoAggregates} (with {@code MongoAddress}): what a user
 *       declares
 *   <li>{@code MongoRowSink}: how the newer row wins; {@code RowDocument}, {@code StoredVersion},
 *       {@code KeyOrder}: the documents of rows, {@code EarlierRows}: those of earlier releases
 *   <li>{@code MongoDefinitions}: which definitions write a collection of rows
 *   <li>{@code MongoAggregateStore}, {@code GuardedBulk}: how one bulk of compare-and-sets learns
 *       what took effect; {@code DocumentLayout}, {@code DocumentSize}: the documents of aggregates
 *   <li>{@code BsonValues} and {@code Fields}: values and names in both kinds of documents
 *   <li>{@code CollectionOwnership} and {@code CollectionCheck}: which collections are refused
 *   <li>{@code MongoConnections} and {@code MongoConnector}: driver clients, shared within a JVM
 *   <li>{@code MongoErrors} (with {@code ServerCode}, {@code ServerReports}): the only classes that
 *       know the driver's errors
 * </ol>
 *
 * <p>Sessions, transactions and updates by pipeline are not used. Not here: what a state holds and
 * when it is written ({@code core}).
 */
@NullMarked
package dev.rollcall.mongo;

import org.jspecify.annotations.NullMarked;
