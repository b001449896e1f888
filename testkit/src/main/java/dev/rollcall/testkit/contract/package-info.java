/**
 * Contract tests of the ports: extend one, name the store under test, and every promise of the
 * port's javadoc is a test. The in-memory ports of the core pass them first, then each adapter.
 */
@NullMarked
package dev.rollcall.testkit.contract;

import org.jspecify.annotations.NullMarked;
