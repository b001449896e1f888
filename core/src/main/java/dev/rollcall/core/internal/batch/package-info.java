/**
 * A bounded set of records as a whole: {@link dev.rollcall.core.internal.batch.BatchWork} processes
 * its parts, {@link dev.rollcall.core.internal.batch.BatchDocuments} replaces what an earlier run
 * left. The design is ADR 11.
 */
@NullMarked
package dev.rollcall.core.internal.batch;

import org.jspecify.annotations.NullMarked;
