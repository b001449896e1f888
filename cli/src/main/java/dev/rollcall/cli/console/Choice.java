package dev.rollcall.cli.console;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.record.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** An option that takes one of a few names. */
public final class Choice {

  private Choice() {}

  /** As options and messages name a constant: in lower case. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant of this {@link #label}.
   *
   * @throws ConfigurationException if there is none; the message suggests one
   */
  public static <E extends Enum<E>> E of(String option, String got, Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    List<String> labels = all.stream().map(Choice::label).toList();
    return all.get(labels.indexOf(of(option, got, labels)));
  }

  /**
   * The name itself.
   *
   * @throws ConfigurationException if it is not among the known; the message suggests one
   */
  public static String of(String option, String got, Collection<String> known) {
    if (known.contains(got)) {
      return got;
    }
    throw new ConfigurationException(
        "%s: got '%s', expected %s%s"
            .formatted(option, got, String.join(", ", known), Texts.didYouMean(got, known)));
  }
}
