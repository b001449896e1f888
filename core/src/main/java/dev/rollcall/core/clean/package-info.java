/**
 * Ready-made pieces for {@code cleaned}, {@code require} and {@code derived} of a pipeline: {@link
 * dev.rollcall.core.clean.Cleaners} for any text, {@link dev.rollcall.core.clean.Region} for
 * countries, {@link dev.rollcall.core.clean.UserCleaning} for all of it on users.
 */
@NullMarked
package dev.rollcall.core.clean;

import org.jspecify.annotations.NullMarked;
