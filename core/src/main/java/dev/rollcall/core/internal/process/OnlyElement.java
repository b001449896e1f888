package dev.rollcall.core.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a re-drive wants done of a record that it sends again whole: one element, in one branch, as
 * if it were read where it was first. Its row has the version that it had there: a part of another
 * row would not be live with a newer one, and the newer version of a whole would hide its parts.
 *
 * @param offset of the message that brought the record first
 * @param ordinal the element's place among those of the branch
 * @param branch its name; "" for the only one
 */
public record OnlyElement(long offset, int ordinal, String branch) {

  /** The header that says it: {@value}, {@code 120#3+lines}. */
  public static final String HEADER = "rollcall.only";

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})#(\\d{1,9})(?:\\+(.+))?");

  /** What the last header of that name says; null if the whole record is meant. */
  public static @Nullable OnlyElement of(Iterable<SourceRecord.Header> headers) {
    byte[] value = null;
    for (SourceRecord.Header header : headers) {
      value = header.name().equals(HEADER) ? header.value() : value;
    }
    if (value == null) {
      return null;
    }
    Matcher form = FORM.matcher(new String(value, UTF_8));
    // a header of another program means nothing
    return form.matches()
        ? new OnlyElement(
            Long.parseLong(form.group(1)),
            Integer.parseInt(form.group(2)),
            form.group(3) == null ? "" : form.group(3))
        : null;
  }

  /** What a re-drive of this letter wants; of one that was re-driven before, what that wanted. */
  public static OnlyElement of(DeadLetter letter) {
    OnlyElement before = of(letter.headers());
    return new OnlyElement(
        before == null ? letter.offset() : before.offset,
        letter.ordinal(),
        letter.element().branch());
  }

  /** The header's value. */
  public byte[] value() {
    return (offset + "#" + ordinal + (branch.isEmpty() ? "" : "+" + branch)).getBytes(UTF_8);
  }
}
