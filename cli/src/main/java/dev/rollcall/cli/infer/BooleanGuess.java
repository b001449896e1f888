package dev.rollcall.cli.infer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether values are booleans, and in what words. */
final class BooleanGuess {

  private static final Set<String> FLAG_WORDS =
      Names.setOf(
          "is has was can should does active enabled disabled deleted valid verified flag "
              + "public private admin premium vip subscribed newsletter confirmed approved archived "
              + "available visible hidden default primary open success ok gift bot test required "
              + "optional opt paid shipped returned refunded cancelled canceled completed done "
              + "online locked blocked banned featured published read seen stock taxable express");

  private static final List<List<String>> PAIRS =
      List.of(
          List.of("true", "false"),
          List.of("yes", "no"),
          List.of("y", "n"),
          List.of("t", "f"),
          List.of("on", "off"),
          List.of("1", "0"));

  private final ScalarFacts facts;
  private final boolean isFlag;

  /**
   * @param words of the name: that it is a flag is needed where the values could be numbers
   */
  BooleanGuess(ScalarFacts facts, List<String> words) {
    this.facts = facts;
    this.isFlag = words.stream().anyMatch(FLAG_WORDS::contains);
  }

  /** Null if they are none. */
  @Nullable Guess guess() {
    if (facts.booleans > 0 && facts.values == 0) {
      return Guess.of("BOOLEAN");
    }
    if (facts.words == null) {
      return null;
    }
    List<String> seen = new ArrayList<>(facts.words.keySet());
    seen.removeAll(facts.typedNulls.keySet());
    for (List<String> pair : seen.isEmpty() ? List.<List<String>>of() : PAIRS) {
      List<String> trues = spellings(seen, pair.get(0));
      List<String> falses = spellings(seen, pair.get(1));
      if (trues.size() + falses.size() < seen.size()) {
        continue;
      }
      boolean isBoth = !trues.isEmpty() && !falses.isEmpty();
      boolean isCertain =
          facts.booleans > 0 || pair.get(0).length() > 2 && pair.get(1).length() > 1;
      if (pair.get(0).equals("1") && facts.booleans == 0
          ? !isFlag
          : !isBoth && !isFlag && !isCertain) {
        return null;
      }
      return declared(trues, falses, pair);
    }
    return null;
  }

  private static Guess declared(List<String> trues, List<String> falses, List<String> pair) {
    Guess guess = Guess.of("BOOLEAN");
    if (trues.equals(List.of("true")) && falses.equals(List.of("false"))
        || trues.isEmpty() && falses.equals(List.of("false"))
        || falses.isEmpty() && trues.equals(List.of("true"))) {
      return guess;
    }
    String sample = trues.isEmpty() ? falses.get(0) : trues.get(0);
    return guess.with(
        "booleans",
        "{true: %s, false: %s}"
            .formatted(
                Yaml.quoted(trues.isEmpty() ? List.of(like(sample, pair.get(0))) : trues),
                Yaml.quoted(falses.isEmpty() ? List.of(like(sample, pair.get(1))) : falses)));
  }

  private static List<String> spellings(Collection<String> seen, String word) {
    return seen.stream().filter(word::equalsIgnoreCase).sorted().collect(Collectors.toList());
  }

  /** The word in the case of a sample. */
  private static String like(String sample, String word) {
    if (sample.equals(sample.toLowerCase(Locale.ROOT))) {
      return word;
    }
    String upper = word.toUpperCase(Locale.ROOT);
    return sample.equals(sample.toUpperCase(Locale.ROOT))
        ? upper
        : upper.charAt(0) + word.substring(1);
  }
}
