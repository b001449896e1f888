@NullMarked
package dev.rollcall.cli.type;

import org.jspecify.annotations.NullMarked;
