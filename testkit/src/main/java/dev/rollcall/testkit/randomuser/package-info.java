/**
 * An offline stand-in for the randomuser.me API, version 1.4, for tests and for trying things out
 * without the internet. Read {@code OfflineApi} first (the server and its faults on demand), then
 * {@code UserGenerator} (the users it generates). The name lists are resource files, one per
 * nationality. Not here: a client of the API (the randomuser adapter).
 */
@NullMarked
package dev.rollcall.testkit.randomuser;

import org.jspecify.annotations.NullMarked;
