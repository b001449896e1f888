/** A user's own JSON type, end to end. */
@NullMarked
package dev.rollcall.examples.ownrecordtype;

import org.jspecify.annotations.NullMarked;
