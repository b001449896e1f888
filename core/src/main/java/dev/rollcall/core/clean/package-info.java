/**
 * Ready-made functions for {@code cleaned}, {@code require} and {@code derived}.
 *
 * <p>Reading order:
 *
 * <ol>
 *   <li>{@link dev.rollcall.core.clean.UserCleaning} cleans users with all of them
 *   <li>{@link dev.rollcall.core.clean.Cleaners} cleans single texts
 * </ol>
 *
 * <p>Not here: the steps that call them ({@code pipeline}).
 */
@NullMarked
package dev.rollcall.core.clean;

import org.jspecify.annotations.NullMarked;
