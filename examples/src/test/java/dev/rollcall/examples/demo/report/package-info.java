/** What is shown of a demonstration, tested. */
@NullMarked
package dev.rollcall.examples.demo.report;

import org.jspecify.annotations.NullMarked;
