/**
 * What a record type declares, as the decoder reads it: {@link
 * dev.rollcall.core.internal.mapping.RecordDefinition} holds a {@link
 * dev.rollcall.core.internal.mapping.ColumnMapping} per column, which holds the {@link
 * dev.rollcall.core.internal.mapping.JsonSource}s to look at and the {@link
 * dev.rollcall.core.internal.mapping.Reading} of what stands there. Read them in that order. {@link
 * dev.rollcall.core.internal.mapping.TimePattern} is a declared form of times, {@link
 * dev.rollcall.core.internal.mapping.RecordTypeCheck} validates a declaration as a whole. How
 * values are read is not here but in {@code decode}.
 */
@NullMarked
package dev.rollcall.core.internal.mapping;

import org.jspecify.annotations.NullMarked;
