/** The reference systems as processes, killed and run again. */
@NullMarked
package dev.rollcall.cli.system;

import org.jspecify.annotations.NullMarked;
