/**
 * The built-in record types of shops: {@link dev.rollcall.core.commerce.CommerceEvents} declares
 * what visitors do (views, carts, purchases) and the aggregations a shop asks for first, {@link
 * dev.rollcall.core.commerce.Orders} declares orders, {@link
 * dev.rollcall.core.commerce.CommerceEvent} is the nested model for code that would rather have
 * objects than rows. Money is DECIMAL throughout. Not here: reading CSV files (the CSV adapter).
 */
@NullMarked
package dev.rollcall.core.commerce;

import org.jspecify.annotations.NullMarked;
