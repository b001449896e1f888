/**
 * Faults of a Spark driver. What runs on Spark is among the tests of the Spark adapter, whose class
 * path differs; this package starts it and reads what it prints.
 */
@NullMarked
package dev.rollcall.faults.spark;

import org.jspecify.annotations.NullMarked;
