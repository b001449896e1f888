/** A user's own JSON type, end to end. */
@NullMarked
package dev.rollcall.cli.ownrecordtype;

import org.jspecify.annotations.NullMarked;
