/**
 * Comparing what is stored with what should be, by other means than those that wrote it: plain
 * drivers and a JSON tree.
 */
@NullMarked
package dev.rollcall.cli.check;

import org.jspecify.annotations.NullMarked;
