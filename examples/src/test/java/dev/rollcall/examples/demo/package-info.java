/** What a demonstration shows, and that it shows it. */
@NullMarked
package dev.rollcall.examples.demo;

import org.jspecify.annotations.NullMarked;
