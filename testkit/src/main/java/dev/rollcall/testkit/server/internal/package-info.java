/**
 * How embedded servers run; users see {@link dev.rollcall.testkit.server} instead.
 *
 * <p>Read {@link dev.rollcall.testkit.server.internal.ForkedServer} first: a server in a JVM of its
 * own, made as a {@link dev.rollcall.testkit.server.internal.ServerRecipe} says from a {@link
 * dev.rollcall.testkit.server.internal.ServerModule}, which finds the server's jars; then {@code
 * ServerProcess}, its life, and {@link dev.rollcall.testkit.server.internal.DataLock}, one server a
 * folder. {@link dev.rollcall.testkit.server.internal.Probe} tells when it is ready.
 */
@NullMarked
package dev.rollcall.testkit.server.internal;

import org.jspecify.annotations.NullMarked;
