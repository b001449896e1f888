/**
 * The errors of Rollcall: one sealed, unchecked root and four kinds. The kind decides what an
 * engine does; an adapter maps its driver's errors to a kind in one class, so that no engine reads
 * driver classes. A message says where, got, expected and remedy, and never holds a payload or a
 * credential.
 */
@NullMarked
package dev.rollcall.core.error;

import org.jspecify.annotations.NullMarked;
