/**
 * The built-in record type of people, as randomuser.me describes them.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.user.Users} declares it, and how keys are made
 *   <li>{@link dev.rollcall.core.user.User} is a user as objects, for code that prefers them to
 *       rows
 * </ol>
 *
 * <p>Not here: cleaning ({@code clean}).
 */
@NullMarked
package dev.rollcall.core.user;

import org.jspecify.annotations.NullMarked;
