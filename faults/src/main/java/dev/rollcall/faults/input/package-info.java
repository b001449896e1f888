/**
 * T6: whatever bytes come in, out come rows or dead letters, and nothing else. {@code BadInput} is
 * the test, {@code BadInputs} and {@code Undeclared} make the bytes, {@code ExpectedUser} says what
 * the row of a good neighbour must be.
 */
@NullMarked
package dev.rollcall.faults.input;

import org.jspecify.annotations.NullMarked;
