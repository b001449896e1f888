package dev.rollcall.cli.infer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The narrowest type that takes every value of a path, as a person would choose it. */
final class ScalarGuess {

  private static final BigDecimal SAFE = new BigDecimal("9007199254740992");

  private static final Set<String> ID_WORDS =
      Names.setOf("id ids uuid guid key no number ref reference oid");

  /** What is written in digits and is no number. */
  private static final Set<String> CODE_WORDS =
      Names.setOf(
          "pan zip zipcode postcode postal plz phone mobile cell tel telephone fax msisdn sku ean "
              + "isbn issn gtin upc barcode imei imsi serial iban bic ssn passport version build "
              + "card vat asin mcc mnc code hex mac");

  private static final Set<String> MONEY_WORDS =
      Names.setOf(
          "price amount total subtotal cost costs fee fees tax discount revenue balance value "
              + "salary paid payment refund charge net gross sum turnover income budget credit "
              + "debit usd eur gbp");

  private static final Set<String> FLOAT_WORDS =
      Names.setOf(
          "lat latitude lng lon long longitude coordinates score ratio probability confidence "
              + "percent percentage temperature temp celsius fahrenheit humidity pressure speed "
              + "altitude accuracy heading angle x y z mean avg average stddev weight height "
              + "distance duration load voltage elevation width depth length volume area mag "
              + "magnitude");

  /** Those that have cents, if not in the samples. */
  private static final Set<String> PRICES =
      Names.setOf("price cost fee tax discount revenue balance salary subtotal");

  private static final Set<String> NEVER_WHOLE =
      Names.setOf("lat latitude lng longitude temperature celsius humidity pressure");

  private static final Set<String> KIND_WORDS =
      Names.setOf(
          "type status kind event method channel currency unit mode level stage action op "
              + "operation priority severity source platform state");

  private final ScalarFacts facts;
  private final List<String> words;
  private final boolean isCsv;
  private final boolean isShown;

  /**
   * @param words of the field's name
   * @param isCsv true if texts are all there is, and tell nothing
   * @param isShown false if not even a range of the values may be shown
   */
  ScalarGuess(ScalarFacts facts, List<String> words, boolean isCsv, boolean isShown) {
    this.facts = facts;
    this.words = words;
    this.isCsv = isCsv;
    this.isShown = isShown;
  }

  Guess guess() {
    return plain().withNulls(facts);
  }

  private Guess plain() {
    if (facts.values + facts.booleans == 0) {
      return Guess.of("STRING", "never has a value");
    }
    Guess bool = new BooleanGuess(facts, words).guess();
    if (bool != null) {
      return bool;
    }
    if (facts.booleans > 0) {
      return Guess.of("STRING", "booleans and others");
    }
    TimeGuess times = new TimeGuess(facts, words, isShown);
    Guess time = has(Set.of("version", "ip")) ? null : times.guess();
    if (time != null) {
      return time;
    }
    if (facts.areNumbers()) {
      Guess number = number();
      return times.remark().isEmpty() || number.isText() || has(ID_WORDS)
          ? number
          : number.remark(times.remark());
    }
    if (facts.uuids == facts.values) {
      return Guess.of("UUID");
    }
    return text(times);
  }

  private Guess text(TimeGuess times) {
    Guess text = Guess.of("STRING");
    long digits = facts.wholes + facts.fractions + facts.exponents;
    if (!times.remark().isEmpty()) {
      text.remark(times.remark());
    } else if (facts.numbers > 0 && facts.textValues > 0) {
      text.remark(
          "partly numbers, partly texts: %d and %d".formatted(facts.numbers, facts.textValues));
    } else if (10 * digits >= 9 * facts.values
        && isShown
        && facts.values >= 10
        && !has(ID_WORDS)
        && !has(CODE_WORDS)) {
      text.remark(
          "%d of %d are numbers; as a number with elseNull: true the others become null"
              .formatted(digits, facts.values));
    } else if (facts.words != null
        && isShown
        && has(KIND_WORDS)
        && facts.values >= 2L * facts.words.size()
        && facts.words.keySet().stream().allMatch(word -> word.matches("[A-Za-z][A-Za-z_.-]*"))) {
      text.remark(String.join(", ", new TreeSet<>(facts.words.keySet())));
    }
    return text;
  }

  private Guess number() {
    boolean isPhone = facts.signed > 0 && facts.wholeDigits >= 7;
    if (facts.leadingZeros > 0 && facts.fractions == 0) {
      return Guess.of("STRING", "digits with zeros in front: no number");
    }
    if (isPhone || has(CODE_WORDS)) {
      return Guess.of("STRING", "digits, but no number");
    }
    boolean isWhole =
        facts.fractions == facts.fractionsOfZero && (facts.fractions == 0 || has(ID_WORDS));
    if (facts.exponents == 0 && isWhole) {
      return whole();
    }
    if (has(ID_WORDS) && facts.textValues > 0) {
      return Guess.of("STRING", "digits, but no number");
    }
    // JSON drops zeros at the end, so one digit is rarely all there will be
    int scale = Math.max(2, facts.scale);
    int wholeDigits = Math.max(10, facts.wholeDigits + 2);
    if (facts.exponents > 0
        || has(FLOAT_WORDS) && !has(MONEY_WORDS)
        || scale > 6
        || wholeDigits + scale > 38) {
      return ranged(Guess.of("FLOAT64"));
    }
    return decimal(wholeDigits + scale, scale);
  }

  private Guess whole() {
    boolean isId = has(ID_WORDS);
    if (isId && !isCsv && facts.textValues > 0) {
      return Guess.of(
          "STRING",
          facts.numbers > 0 ? "digits, as texts and as numbers" : "digits, but written as texts");
    }
    if (facts.longDigits > 0) {
      return isId || facts.wholeDigits > 36
          ? Guess.of("STRING", "%d digits: more than 64 bits hold".formatted(facts.wholeDigits))
          : decimal(Math.max(20, facts.wholeDigits + 2), 0).remark("more than 64 bits hold");
    }
    if (!isId && has(NEVER_WHOLE)) {
      return Guess.of("FLOAT64", "whole in the samples");
    }
    if (!isId && has(PRICES)) {
      return decimal(12, 2).remark("whole in the samples");
    }
    Guess guess = Guess.of("INT64");
    if (facts.fractions > 0) {
      guess.remark("written with .0 behind");
    }
    if (facts.greatest != null && facts.greatest.abs().compareTo(SAFE) > 0) {
      guess.remark("beyond 2^53, which JavaScript rounds");
    }
    if (facts.words != null && Set.of("0", "1").equals(facts.words.keySet())) {
      guess.remark("only 0 and 1: perhaps a BOOLEAN with booleans: {true: \"1\", false: \"0\"}");
      return guess;
    }
    return isId ? guess : ranged(guess);
  }

  private Guess decimal(int precision, int scale) {
    Guess guess = ranged(Guess.of("DECIMAL(" + precision + "," + scale + ")"));
    return facts.texts > 0 ? guess.with("decimalText", "true") : guess;
  }

  private Guess ranged(Guess guess) {
    if (!isShown || facts.least == null || facts.greatest == null || facts.wholeDigits > 20) {
      return guess;
    }
    String least = facts.least.toPlainString();
    String greatest = facts.greatest.toPlainString();
    return least.length() + greatest.length() > 30
        ? guess
        : guess.remark(least.equals(greatest) ? "always " + least : least + " to " + greatest);
  }

  private boolean has(Set<String> any) {
    return words.stream().anyMatch(any::contains);
  }

  static boolean isId(List<String> words) {
    return words.stream().anyMatch(ID_WORDS::contains);
  }
}
