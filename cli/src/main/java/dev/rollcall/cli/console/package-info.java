/**
 * What people see of a command: {@link dev.rollcall.cli.console.Console} holds its streams, {@link
 * dev.rollcall.cli.console.ErrorHandler} turns errors into messages and exit codes, {@link
 * dev.rollcall.cli.console.RowWriter} writes rows as NDJSON, CSV or a table. Knows no subcommand.
 */
@NullMarked
package dev.rollcall.cli.console;

import org.jspecify.annotations.NullMarked;
