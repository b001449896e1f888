/**
 * The built-in record type of people, as randomuser.me and its relatives describe them: {@link
 * dev.rollcall.core.user.Users} declares it, {@link dev.rollcall.core.user.User} is the nested
 * model for code that would rather have objects than rows.
 */
@NullMarked
package dev.rollcall.core.user;

import org.jspecify.annotations.NullMarked;
