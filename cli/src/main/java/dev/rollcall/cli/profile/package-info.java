/**
 * The example {@code profile-analytics} checked, for {@code run} and {@code demo}: {@link
 * dev.rollcall.cli.profile.SourceCheck} says what is stored and how it compares with the topic,
 * {@link dev.rollcall.cli.profile.PseudonymKey} keeps the key of its pseudonyms.
 */
@NullMarked
package dev.rollcall.cli.profile;

import org.jspecify.annotations.NullMarked;
