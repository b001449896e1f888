/** {@link dev.rollcall.faults.port.InterceptedPorts}: one decorator for the ports of all tests. */
@NullMarked
package dev.rollcall.faults.port;

import org.jspecify.annotations.NullMarked;
