/** Tests of how embedded servers run. */
@NullMarked
package dev.rollcall.testkit.server.internal;

import org.jspecify.annotations.NullMarked;
