package dev.rollcall.core.port;

import dev.rollcall.core.record.Row;
import dev.rollcall.core.record.RowVersion;

/**
 * A row and what decides whether it is newer than the stored one.
 *
 * @param row the whole row, nulls included
 * @param version newer wins
 */
public record VersionedRow(Row row, RowVersion version) {}
