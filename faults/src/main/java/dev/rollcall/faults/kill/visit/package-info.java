/** The records of the kill tests: their type, what the n-th one is, and who produces them. */
@NullMarked
package dev.rollcall.faults.kill.visit;

import org.jspecify.annotations.NullMarked;
