/**
 * Record types in files. Read {@link dev.rollcall.cli.type.TypeFile} first, which makes a record
 * type of a YAML file; {@code TypeWords} and {@code ColumnWords} are the words that it may hold,
 * which are those of {@link dev.rollcall.core.record.RecordTypeBuilder}. What is written in a file
 * is checked by the builder; here it is only read, and given its place in messages.
 */
@NullMarked
package dev.rollcall.cli.type;

import org.jspecify.annotations.NullMarked;
