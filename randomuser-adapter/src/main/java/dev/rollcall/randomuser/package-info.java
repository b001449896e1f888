/**
 * A client of the randomuser.me API, version 1.4. Read {@code RandomUserClient} first (pages of
 * users, and what counts as a failure), then {@code RandomUserClientBuilder} (the options). Pages
 * are returned as the bytes received. Not here: the fields of a user (core's {@code user} package)
 * and an offline API (the testkit's {@code OfflineApi}).
 */
@NullMarked
package dev.rollcall.randomuser;

import org.jspecify.annotations.NullMarked;
