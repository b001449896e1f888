/** What is shown of a demonstration, tested. */
@NullMarked
package dev.rollcall.cli.demo.report;

import org.jspecify.annotations.NullMarked;
