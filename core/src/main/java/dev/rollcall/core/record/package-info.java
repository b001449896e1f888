/**
 * What a record becomes: {@link dev.rollcall.core.record.RecordType} (how an element is mapped),
 * {@link dev.rollcall.core.record.Schema} and {@link dev.rollcall.core.record.Column} (the shape of
 * its rows), {@link dev.rollcall.core.record.Row} (one flat typed row). Read them in this order.
 * Not here: the reading of JSON ({@code flatten}) and anything that moves rows ({@code port},
 * {@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.record;

import org.jspecify.annotations.NullMarked;
