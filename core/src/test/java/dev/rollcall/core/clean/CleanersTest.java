package dev.rollcall.core.clean;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanersTest {

  @Test
  void aTidyTextHasOneSpaceBetweenWordsAndOneFormOfEachLetter() {
    assertThat(Cleaners.tidy().clean("  Ren\u0065\u0301\u00a0\t de \n Vries\u3000"))
        .isEqualTo("René de Vries");
    assertThat(Cleaners.tidy().clean(" \u2003 ")).isNull();
  }

  @Test
  void anEmailIsLowerCaseWhateverTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      assertThat(Cleaners.email().clean(" IDA@Example.ORG ")).isEqualTo("ida@example.org");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aPhoneIsItsDigitsInEveryScript() {
    assertThat(Cleaners.phone().clean("(555) 123-4567")).isEqualTo("5551234567");
    assertThat(Cleaners.phone().clean(" +49 30 / 123")).isEqualTo("+4930123");
    assertThat(Cleaners.phone().clean("۰۹۸-۷۶۵")).isEqualTo("098765");
    assertThat(Cleaners.phone().clean("+ unknown")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"  a  b ", "İstanbul ", "x\u0301y", "+1 (2) 3", "A@B.c "})
  void cleaningTwiceChangesNothingMore(String text) {
    Stream.of(Cleaners.tidy(), Cleaners.email(), Cleaners.phone())
        .forEach(
            cleaner -> {
              String once = cleaner.clean(text);
              assertThat(once == null ? null : cleaner.clean(once)).isEqualTo(once);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b", "first.last+tag@sub.example.org", "o'neil@example.ie"})
  void whatBrowsersTakeIsAnEmail(String text) {
    assertThat(Cleaners.isEmail(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@b", "a@", "a b@c", "a@-b", "a@b..c", "a@@b", "ä@b.c"})
  void whatBrowsersRefuseIsNone(String text) {
    assertThat(Cleaners.isEmail(text)).isFalse();
  }

  @Test
  void aHostileTextTakesNoLongerThanItsLength() {
    assertThat(Cleaners.isEmail("a@" + "a-".repeat(120) + "!")).isFalse();
    assertThat(Cleaners.isEmail("a".repeat(100_000) + "@")).isFalse();
  }

  @Test
  void everyCountryThatTheJdkKnowsHasARegion() {
    Set<String> without =
        Stream.of(Locale.getISOCountries())
            .filter(country -> Region.ofCountry(country).isEmpty())
            .collect(Collectors.toSet());
    assertThat(without).isEmpty();
    assertThat(Region.ofCountry("nl")).contains(new Region("Europe", "Western Europe"));
    assertThat(Region.ofCountry("XX")).isEmpty();
  }
}
