/** Tests of the testkit's rooms. */
@NullMarked
package dev.rollcall.testkit;

import org.jspecify.annotations.NullMarked;
