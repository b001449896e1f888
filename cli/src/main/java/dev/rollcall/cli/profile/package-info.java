/**
 * Reference system 0, {@code profile-analytics}: users from Kafka to rows in Cassandra and
 * aggregates in MongoDB.
 */
@NullMarked
package dev.rollcall.cli.profile;

import org.jspecify.annotations.NullMarked;
