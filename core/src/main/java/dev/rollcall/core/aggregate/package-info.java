/**
 * Aggregations whose state merges in any order to the same bytes. Read {@code Aggregation} (what a
 * user declares), then {@code Aggregator} (an aggregation bound to a schema), then {@code
 * AggregateDocument} (what is stored). Not here: when documents are read and written ({@code
 * pipeline}) and where ({@code port}).
 */
@NullMarked
package dev.rollcall.core.aggregate;

import org.jspecify.annotations.NullMarked;
