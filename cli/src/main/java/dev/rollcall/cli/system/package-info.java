/**
 * The reference systems: each is a definition of some hundred lines over the library, run by one
 * command and checked against its source. Start at {@link dev.rollcall.cli.system.ReferenceSystem};
 * {@link dev.rollcall.cli.system.CreatedUsers} is the smallest.
 */
@NullMarked
package dev.rollcall.cli.system;

import org.jspecify.annotations.NullMarked;
