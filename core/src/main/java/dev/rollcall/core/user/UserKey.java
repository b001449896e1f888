package dev.rollcall.core.user;

/**
 * How the key {@code user_id} of a user is made who has neither {@code login.uuid} nor a scalar
 * {@code id}. Keys that were made stay in tables: another recipe makes other rows of the same
 * users.
 */
public enum UserKey {
  /**
   * UUID by name of e-mail, first name, last name and birth date (the day, in UTC), and of the user
   * name if there is no e-mail; absent parts are marked. Two people of one name and e-mail stay two
   * as long as they were born on different days. A user with neither e-mail nor user name needs
   * both names and the birth date.
   */
  PERSON,
  /**
   * UUID by name of user name and e-mail, whichever there are: namesakes who share both are one
   * row. What was made before {@link #PERSON} existed; for tables that hold such keys.
   */
  ACCOUNT
}
