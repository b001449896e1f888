@NullMarked
package dev.rollcall.cli.infer;

import org.jspecify.annotations.NullMarked;
