/**
 * A record type from samples. Read {@link dev.rollcall.cli.infer.InferCommand} first: {@code
 * Sample} reads the files into a tree of {@code Field}s, which hold counters and no records; {@code
 * Shape} finds in it where the records stand; {@code TypeGuess} makes a {@code TypeDraft} of their
 * fields, with one room for each question: {@code ScalarGuess} and {@code TimeGuess} (of what
 * type), {@code Sensitive} (is it personal or secret), {@code KeySearch} (what identifies a
 * record); {@code TypeText} writes it. Comments show counts, shapes and ranges, never a value that
 * tells of a person.
 */
@NullMarked
package dev.rollcall.cli.infer;

import org.jspecify.annotations.NullMarked;
