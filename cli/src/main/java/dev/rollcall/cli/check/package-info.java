/**
 * Tables compared with what they are made of. Start at {@link dev.rollcall.cli.check.StoreCheck},
 * which says what is known in which way: by {@code Reference} (the definition in memory), {@code
 * Recount} (figures from lists) and {@code PlainUsers} and {@code PlainEvents} (the JSON read by
 * hand). {@code StoredRows} reads tables back with plain drivers, {@link
 * dev.rollcall.cli.check.Check} compares.
 */
@NullMarked
package dev.rollcall.cli.check;

import org.jspecify.annotations.NullMarked;
