/**
 * CSV files as JSON records, for loads. Read {@link dev.rollcall.csv.CsvFile} first; it gives
 * {@link dev.rollcall.csv.CsvRecord}s. What the columns mean is a record type's matter: every cell
 * is a text here. Not here: writing to a topic (the Kafka adapter's loads).
 */
@NullMarked
package dev.rollcall.csv;

import org.jspecify.annotations.NullMarked;
