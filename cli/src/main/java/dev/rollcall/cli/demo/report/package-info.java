/**
 * A demonstration's result for people and for programs: {@code TextReport} for the terminal, {@code
 * HtmlReport} for the browser, {@code JsonReport} for scripts. The first two fill the templates
 * {@code report.txt} and {@code report.html} from a {@code Summary}; all three read a {@link
 * dev.rollcall.cli.demo.DemoResult} and nothing else.
 */
@NullMarked
package dev.rollcall.cli.demo.report;

import org.jspecify.annotations.NullMarked;
