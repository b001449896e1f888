/** Tests of servers in JUnit tests. */
@NullMarked
package dev.rollcall.testkit.junit;

import org.jspecify.annotations.NullMarked;
