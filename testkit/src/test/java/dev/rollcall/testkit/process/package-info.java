@NullMarked
package dev.rollcall.testkit.process;

import org.jspecify.annotations.NullMarked;
