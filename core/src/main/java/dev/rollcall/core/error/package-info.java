/**
 * The errors of Rollcall: one sealed, unchecked root and four kinds, by which an engine decides.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.error.RollcallException} is the root
 *   <li>{@link dev.rollcall.core.error.ConfigurationException} lists the problems of a declaration:
 *       mend it
 *   <li>{@link dev.rollcall.core.error.DataException} is about one element: it becomes a dead
 *       letter
 *   <li>{@link dev.rollcall.core.error.TransientException} may pass: the call is made again
 *   <li>{@link dev.rollcall.core.error.FatalException} ends the run
 * </ol>
 *
 * <p>An adapter maps the errors of its driver to these kinds in one class. A message says where,
 * got, expected and remedy, and never holds a payload or a credential.
 */
@NullMarked
package dev.rollcall.core.error;

import org.jspecify.annotations.NullMarked;
