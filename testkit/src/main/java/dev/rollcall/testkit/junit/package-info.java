/**
 * Embedded servers in JUnit tests, with one line: {@link
 * dev.rollcall.testkit.junit.RollcallServers}. Without JUnit use {@link
 * dev.rollcall.testkit.server.TestServers} itself; tests of ports of your own are in {@link
 * dev.rollcall.testkit.contract}.
 */
@NullMarked
package dev.rollcall.testkit.junit;

import org.jspecify.annotations.NullMarked;
