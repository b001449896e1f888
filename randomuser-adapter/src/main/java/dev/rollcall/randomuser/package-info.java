/**
 * A client of the randomuser.me API, version 1.4. Read {@code RandomUserClient} first (pages of
 * users, and what counts as a failure), then {@code RandomUserClientBuilder} (what can be set).
 * Pages are handed on as the bytes that came. Not here: what is in a user (core's {@code user}
 * package) and an API without the internet (the testkit's {@code OfflineApi}).
 */
@NullMarked
package dev.rollcall.randomuser;

import org.jspecify.annotations.NullMarked;
