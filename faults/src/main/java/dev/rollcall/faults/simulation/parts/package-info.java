/**
 * The simulation of branches and of rows that are parts of others: orders and their lines, sent
 * again with other lines, refused, repaired and sent again alone, in stores that tell live lines
 * from others each in its way. {@code PartsWorld} is one run, {@code ShopTables} how a kind of
 * store decides, {@code ShopOracle} what must be there, {@code PartsBug} what is planted.
 */
@NullMarked
package dev.rollcall.faults.simulation.parts;

import org.jspecify.annotations.NullMarked;
