/**
 * The built-in record types of shops. Money is DECIMAL throughout.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.commerce.CommerceEvents} declares what visitors do, and the
 *       aggregations a shop asks for first
 *   <li>{@link dev.rollcall.core.commerce.Orders} declares orders
 *   <li>{@link dev.rollcall.core.commerce.CommerceEvent} is an event as objects, for code that
 *       prefers them to rows
 * </ol>
 *
 * <p>Not here: reading CSV files (the CSV adapter).
 */
@NullMarked
package dev.rollcall.core.commerce;

import org.jspecify.annotations.NullMarked;
