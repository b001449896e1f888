/**
 * The parent's side: {@code Ground} has the servers and names of one test, {@code Fleet} the
 * workers that live on it, {@code Worker} one of them, and {@code GroupProgress} looks at the
 * consumer group from outside.
 */
@NullMarked
package dev.rollcall.faults.kill.fleet;

import org.jspecify.annotations.NullMarked;
