/** What every embedded server's JVM does, so that none outlives who started it. */
@NullMarked
package dev.rollcall.testkit.server.node;

import org.jspecify.annotations.NullMarked;
