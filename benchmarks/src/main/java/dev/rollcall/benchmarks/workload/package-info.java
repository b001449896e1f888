/** What is measured on: the users of every benchmark, and the parameters of one measurement. */
@NullMarked
package dev.rollcall.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
