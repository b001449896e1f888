@NullMarked
package dev.rollcall.testkit.port;

import org.jspecify.annotations.NullMarked;
