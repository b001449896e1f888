/**
 * Reading files as records. Read {@link dev.rollcall.cli.input.InputFiles} first, which finds the
 * files that arguments name, then {@link dev.rollcall.cli.input.RecordReader}, which splits a file
 * into records: a JSON document, NDJSON or CSV, compressed or not. What a record means is not
 * decided here.
 */
@NullMarked
package dev.rollcall.cli.input;

import org.jspecify.annotations.NullMarked;
