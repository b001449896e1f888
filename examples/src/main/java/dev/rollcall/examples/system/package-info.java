/**
 * The reference systems: each is a definition of some hundred lines over the library, run by one
 * command and checked against its source. Start at {@link
 * dev.rollcall.examples.system.ReferenceSystem}; {@link dev.rollcall.examples.system.CreatedUsers}
 * is the smallest.
 */
@NullMarked
package dev.rollcall.examples.system;

import org.jspecify.annotations.NullMarked;
