/** What the README shows must run. */
@NullMarked
package dev.rollcall.cli.readme;

import org.jspecify.annotations.NullMarked;
