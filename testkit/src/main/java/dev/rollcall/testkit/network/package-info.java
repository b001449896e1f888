/**
 * {@link dev.rollcall.testkit.network.TcpProxy}: a network that fails between client and server.
 */
@NullMarked
package dev.rollcall.testkit.network;

import org.jspecify.annotations.NullMarked;
