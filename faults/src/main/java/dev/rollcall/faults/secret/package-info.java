/**
 * T10: secrets in records and settings show up nowhere. A child process does the work, so that all
 * it prints is caught, from its first line to its last.
 */
@NullMarked
package dev.rollcall.faults.secret;

import org.jspecify.annotations.NullMarked;
