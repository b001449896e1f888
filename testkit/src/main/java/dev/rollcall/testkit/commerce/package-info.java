/**
 * Generated visits to a shop in the form of REES46, for tests and for trying things out without
 * real data: {@link dev.rollcall.testkit.commerce.ShopGenerator}. Not here: files of real events
 * (the CSV adapter reads those).
 */
@NullMarked
package dev.rollcall.testkit.commerce;

import org.jspecify.annotations.NullMarked;
