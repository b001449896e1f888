package dev.rollcall.core.internal.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a re-drive wants done of a record that it sends again whole: one element, in one branch of
 * one pipeline, as if it were read where it was first. Its row has the version that it would have
 * had there, the definition's too: a part of another row would not be live with a newer one, and
 * the newer version of a whole would hide its parts.
 *
 * @param definition the pipeline and its version: {@code shop v1}
 * @param offset of the message that brought the record first
 * @param ordinal the element's place among those of the branch
 * @param branch its name; "" for the only one
 */
public record OnlyElement(String definition, long offset, int ordinal, String branch) {

  /** The header that says it: {@value}, {@code 120#3+lines of shop v1}. */
  public static final String HEADER = "rollcall.only";

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18})#(\\d{1,9})(?:\\+(\\S+))? of (\\S+ v\\d{1,9})");

  /** What the last header of that name says; null if the whole record is meant. */
  public static @Nullable OnlyElement of(List<SourceRecord.Header> headers) {
    byte[] value = SourceRecord.Header.last(headers, HEADER);
    if (value == null) {
      return null;
    }
    Matcher form = FORM.matcher(new String(value, UTF_8));
    // a header of another program means nothing
    return form.matches()
        ? new OnlyElement(
            form.group(4),
            Long.parseLong(form.group(1)),
            Integer.parseInt(form.group(2)),
            form.group(3) == null ? "" : form.group(3))
        : null;
  }

  /** What a re-drive of this letter wants; of one that was re-driven before, what that wanted. */
  public static OnlyElement of(DeadLetter letter) {
    OnlyElement before = of(letter.headers());
    DeadLetter.Element element = letter.element();
    return before == null
        ? new OnlyElement(element.definition(), letter.offset(), letter.ordinal(), element.branch())
        : before;
  }

  /** Whether it is this element of the branch. */
  public boolean means(Element element) {
    return !(element instanceof Element.Elsewhere) && element.ordinal() == ordinal;
  }

  /** Whether a pipeline of this name is meant. */
  boolean isOf(String pipeline) {
    return definition.substring(0, definition.lastIndexOf(" v")).equals(pipeline);
  }

  /** The version of the pipeline that read the record first. */
  public int version() {
    return Integer.parseInt(definition.substring(definition.lastIndexOf(" v") + 2));
  }

  /** The header's value. */
  public byte[] value() {
    return "%d#%d%s of %s"
        .formatted(offset, ordinal, branch.isEmpty() ? "" : "+" + branch, definition)
        .getBytes(UTF_8);
  }
}
