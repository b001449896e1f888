/** What the README shows must run. */
@NullMarked
package dev.rollcall.examples.readme;

import org.jspecify.annotations.NullMarked;
