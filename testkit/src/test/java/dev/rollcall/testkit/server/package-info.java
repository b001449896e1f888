/** Tests of the embedded servers; the {@code *IT} ones start them. */
@NullMarked
package dev.rollcall.testkit.server;

import org.jspecify.annotations.NullMarked;
