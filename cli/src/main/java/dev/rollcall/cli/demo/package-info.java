/**
 * The demonstration: real servers, users from the API through Kafka and Spark into Cassandra and
 * the MongoDB stand-in, read back and checked against the source. {@code Demo} is the way through
 * it, {@code system.TopicSystem} loads, runs and compares, {@code DemoResult} is what is shown.
 * {@code LoadedClasses} makes the next demonstration start sooner.
 */
@NullMarked
package dev.rollcall.cli.demo;

import org.jspecify.annotations.NullMarked;
