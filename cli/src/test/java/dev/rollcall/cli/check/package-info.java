/** The checks of {@code rollcall run}: what they take for right, and what they find. */
@NullMarked
package dev.rollcall.cli.check;

import org.jspecify.annotations.NullMarked;
