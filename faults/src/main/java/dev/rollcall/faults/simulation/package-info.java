/**
 * T1: the real processor and merger over a model of the stores, deterministic for each seed. {@code
 * ExactlyOnceSimulation} is the test, {@code SimulatedWorld} one run with its log, commits and
 * faults, {@code SimulatedWorker} drives the processors, {@code SimulatedStore} and {@code
 * SimulatedRows} are the model, {@code SimulationOracle} counts the log again, and {@code
 * PlantedBug} lists what must be seen. The runs with a rebuild are in {@code simulation.rebuild}.
 */
@NullMarked
package dev.rollcall.faults.simulation;

import org.jspecify.annotations.NullMarked;
