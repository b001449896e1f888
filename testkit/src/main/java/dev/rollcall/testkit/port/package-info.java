/**
 * {@link dev.rollcall.testkit.port.InterceptedPorts}: one decorator of targets and sources for all
 * tests that make a call fail, wait or be seen.
 */
@NullMarked
package dev.rollcall.testkit.port;

import org.jspecify.annotations.NullMarked;
