/**
 * From bytes to rows. Read {@link dev.rollcall.core.internal.decode.StrictJson} (tokens), {@code
 * PathTrie} (where the declared paths lie), {@code ElementReader} (one walk over the tokens, which
 * fills {@code ParsedElement}s) and {@code ElementMapper} (from those to rows, with {@code
 * ValueReader} and {@code TimeReader} per value), in that order. {@code CoverageCounter} counts
 * beside them what each column was made of. To change how a time is read, see {@code TimeReader}.
 */
@NullMarked
package dev.rollcall.core.internal.decode;

import org.jspecify.annotations.NullMarked;
