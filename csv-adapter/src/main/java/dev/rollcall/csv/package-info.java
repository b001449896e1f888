/**
 * CSV files as JSON records, for loads. Every cell is a text here; the record type defines what the
 * columns mean.
 *
 * <p>Public are {@link dev.rollcall.csv.CsvFile} (read it first), which gives {@link
 * dev.rollcall.csv.CsvRecord}s, {@link dev.rollcall.csv.CsvFormat}, how a file is written, and
 * {@link dev.rollcall.csv.FileContent}, which unpacks gzip and Zstandard. Behind them {@code
 * CsvReading} reads a file once: {@code FileLines} are its lines of text, {@code CsvLines} their
 * cells, {@code CsvHeader} the first of them.
 *
 * <p>Not here: writing to a topic (the Kafka adapter's loads).
 */
@NullMarked
package dev.rollcall.csv;

import org.jspecify.annotations.NullMarked;
