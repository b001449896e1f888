/**
 * What people and machines see of a demonstration: {@code DemoTables} for the terminal, {@code
 * DemoReport} for the browser, {@code DemoJson} for scripts. All of them read a {@link
 * dev.rollcall.cli.demo.DemoResult} and nothing else.
 */
@NullMarked
package dev.rollcall.cli.demo.report;

import org.jspecify.annotations.NullMarked;
