/** The ports in memory, held to the contracts of the adapters. */
@NullMarked
package dev.rollcall.testkit.memory;

import org.jspecify.annotations.NullMarked;
