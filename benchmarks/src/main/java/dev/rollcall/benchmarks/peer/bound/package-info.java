/**
 * A user as fastjson2 and dsl-json bind it. Not {@code NullMarked}: these libraries set the fields,
 * and leave null what is not there; dsl-json's generated reader is in this package, too.
 */
package dev.rollcall.benchmarks.peer.bound;
