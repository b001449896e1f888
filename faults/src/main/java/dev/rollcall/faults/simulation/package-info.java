/** T1: the deterministic simulation of core, run for as many seeds as one likes. */
@NullMarked
package dev.rollcall.faults.simulation;

import org.jspecify.annotations.NullMarked;
