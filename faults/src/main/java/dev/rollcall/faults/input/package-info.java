/** T6: whatever bytes come in, out come rows or dead letters, and nothing else. */
@NullMarked
package dev.rollcall.faults.input;

import org.jspecify.annotations.NullMarked;
