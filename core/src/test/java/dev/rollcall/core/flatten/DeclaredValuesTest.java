package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.EpochUnit;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredValuesTest {

  private static RecordTypeBuilder keyed() {
    return RecordType.named("t").key("k").column("k", STRING).from("k");
  }

  private static RecordType price(UnaryOperator<RecordTypeBuilder> reading) {
    return reading.apply(keyed().decimal("v", 12, 2).from("v")).build();
  }

  private static String v(String value) {
    return "{\"k\":1,\"v\":" + value + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"12e5\"", "\"1234\"", "\"19.90\"", "\"AfQ=\""})
  void aTextIsNoDecimalUnlessItIsSaidWhichKind(String text) {
    Element.Unmappable refused = One.refused(price(t -> t), v(text));
    assertThat(refused.reasonClass()).isEqualTo("undeclared");
    assertThat(refused.reason()).contains("decimalText()", "base64(…)");
  }

  @ParameterizedTest
  @CsvSource({"19.90, 19.90", "-1, -1.00", "+0012.5, 12.50", "' 7 ', 7.00", "1234, 1234.00"})
  void digitsInATextAreADecimalWhereDeclared(String text, String expected) {
    assertThat(One.row(price(RecordTypeBuilder::decimalText), v('"' + text + '"')).getDecimal("v"))
        .isEqualTo(new BigDecimal(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12e5", "1,234.50", "", ".5", "5.", "0x10", "١٢", "AfQ=", "1234567890123"})
  void otherTextsAreNot(String text) {
    assertThat(
            One.refused(price(RecordTypeBuilder::decimalText), v('"' + text + '"')).reasonClass())
        .isEqualTo("wrong-type");
  }

  @ParameterizedTest
  @CsvSource({"AfQ=, 5.00", "12e5, -26604.23", "1234, -26588.24", "/w==, -0.01"})
  void base64IsTheUnscaledValueAtItsScale(String text, String expected) {
    // 12e5 and 1234 are base64 as well as digits: which of the two is declared, not seen
    assertThat(One.row(price(t -> t.base64(2)), v('"' + text + '"')).getDecimal("v"))
        .isEqualTo(new BigDecimal(expected));
  }

  @Test
  void moreDigitsThanTheColumnAreRoundedOnlyWhereDeclared() {
    String json = v("33.199999999999996");
    assertThat(One.refused(price(t -> t), json).reason()).contains("rounded(…)");
    assertThat(One.row(price(t -> t.rounded(RoundingMode.HALF_EVEN)), json).getDecimal("v"))
        .isEqualTo(new BigDecimal("33.20"));
    RecordType up = price(t -> t.rounded(RoundingMode.UP));
    assertThat(One.row(up, v("1e-999999999")).getDecimal("v")).isEqualTo(new BigDecimal("0.01"));
    assertThat(One.refused(up, v("9999999999.999")).reasonClass()).isEqualTo("wrong-type");
    assertThat(One.row(price(t -> t), v("1.2e3")).getDecimal("v"))
        .isEqualTo(new BigDecimal("1200.00"));
  }

  @Test
  void otherBooleansThanTrueAndFalseAreDeclared() {
    RecordType plain = keyed().column("v", BOOLEAN).from("v").build();
    RecordType declared =
        keyed()
            .column("v", BOOLEAN)
            .from("v")
            .booleans(List.of("1", "True"), List.of("0", "False"))
            .build();
    for (String value : new String[] {"1", "0", "\"True\"", "\"1\""}) {
      assertThat(One.refused(plain, v(value)).reason()).contains("booleans(…)");
      assertThat(One.row(declared, v(value)).getBoolean("v")).isEqualTo(!value.equals("0"));
    }
    assertThat(One.row(declared, v("false")).getBoolean("v")).isFalse();
    assertThat(One.refused(declared, v("\"yes\"")).reason())
        .contains("true, false, 1, True, 0, False");
    assertThatThrownBy(
            () ->
                keyed().column("v", BOOLEAN).from("v").booleans(List.of("1"), List.of("1")).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("both true and false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567-12345-1234-1234-123456789012",
        "12345678123412341234123456789012",
        "{12345678-1234-1234-1234-123456789012}",
        "1-1-1-1-1",
        "12345678-1234-1234-1234-12345678901g"
      })
  void aUuidHasItsOneForm(String text) {
    RecordType type = keyed().column("v", UUID).from("v").build();
    assertThat(One.refused(type, v('"' + text + '"')).reason()).contains("8-4-4-4-12");
  }

  @Test
  void textsThatMeanNothingAreNullWhereDeclared() {
    RecordType type =
        keyed()
            .nullTextsOfAll("NULL", "\\N")
            .column("n", INT64)
            .from("n", "m")
            .nullTexts("N/A")
            .column("s", STRING)
            .from("s")
            .build();
    assertThat(One.row(type, "{\"k\":1,\"n\":\"N/A\",\"m\":3,\"s\":\"N/A\"}").getLong("n"))
        .isEqualTo(3);
    assertThat(One.row(type, "{\"k\":1,\"n\":\" NULL \",\"s\":\"\\\\N\"}").isNull("s")).isTrue();
    assertThat(One.row(type, "{\"k\":1,\"s\":\"N/A\"}").getString("s")).isEqualTo("N/A");
    assertThat(One.refused(type, "{\"k\":\"NULL\"}").reasonClass()).isEqualTo("missing-value");
  }

  @Test
  void derivedTextsAreHeldAsReadOnesAre() {
    RecordType type = keyed().derived("d", STRING, (row, time) -> "half \ud83d").build();
    assertThat(One.refused(type, "{\"k\":1}").reason()).contains("'d'", "unpaired surrogate");
  }

  @Test
  void aReadingOfAnotherTypeIsAFault() {
    assertThatThrownBy(
            () ->
                keyed()
                    .column("a", INT64)
                    .from("a")
                    .rounded(RoundingMode.UP)
                    .column("b", STRING)
                    .from("b")
                    .booleans(List.of("y"), List.of("n"))
                    .decimal("c", 4, 2)
                    .from("c")
                    .decimalText()
                    .base64(2)
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'a': decimalText, base64 and rounded need a DECIMAL")
        .hasMessageContaining("'b': booleans needs the type BOOLEAN")
        .hasMessageContaining("'c': a text is either decimalText or base64");
  }

  @Test
  void whatWasANumberOnceAndIsNoneNowSaysSo() {
    assertThat(One.refused(price(RecordTypeBuilder::decimalText), v("\"1e2\"")).formerlyTaken())
        .isTrue();
    assertThat(One.refused(price(t -> t.base64(2)), v("\"12.5\"")).formerlyTaken()).isTrue();
    assertThat(One.refused(price(RecordTypeBuilder::decimalText), v("\"abc\"")).formerlyTaken())
        .isFalse();
  }

  @Test
  void aSecondWordOnTheSameThingIsAFault() {
    assertThatThrownBy(
            () ->
                keyed()
                    .column("a", STRING)
                    .from("x")
                    .from("y")
                    .oneOf("1")
                    .oneOf("2")
                    .column("at", ColumnType.TIMESTAMP)
                    .epoch(EpochUnit.DAYS)
                    .from("at")
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'a': from is said twice")
        .hasMessageContaining("'a': oneOf is said twice")
        .hasMessageContaining("'at': epoch follows from(…)");
  }

  @Test
  void aValueThatIsShownCannotForgeALineOfALog() {
    RecordType type = keyed().column("v", INT64).from("v").build();
    assertThat(One.refused(type, v("\"1\\nWARN forged\"")).reason())
        .doesNotContain("\n")
        .contains("1\ufffdWARN forged");
  }

  @Test
  void textsThatMeanNothingAreNoPartOfATemplateAndNoNumber() {
    RecordType type =
        keyed()
            .column("full", STRING)
            .from("{f} {l}")
            .nullTexts(" N/A ", "0")
            .column("n", INT64)
            .from("n")
            .nullTexts("0")
            .build();
    assertThat(One.row(type, "{\"k\":1,\"f\":\"Ann\",\"l\":\"N/A\",\"n\":0}").getString("full"))
        .isEqualTo("Ann");
    assertThat(One.row(type, "{\"k\":1,\"n\":0}").getLong("n")).isZero();
  }
}
