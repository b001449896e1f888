package dev.rollcall.core.flatten;

import static dev.rollcall.core.record.ColumnType.BOOLEAN;
import static dev.rollcall.core.record.ColumnType.INT64;
import static dev.rollcall.core.record.ColumnType.STRING;
import static dev.rollcall.core.record.ColumnType.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
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
  @CsvSource({"AfQ=, 5.00", "12e5, -26457.99", "1234, -26418.96", "/w==, -0.01"})
  void base64IsTheUnscaledValueAtItsScale(String text, String expected) {
    // 12e5 and 1234 are base64 as well as digits: which of the two is declared, not seen
    BigDecimal value = One.row(price(t -> t.base64(2)), v('"' + pad(text) + '"')).getDecimal("v");
    assertThat(value)
        .isEqualTo(
            new BigDecimal(
                new java.math.BigInteger(java.util.Base64.getDecoder().decode(pad(text))), 2));
    if (text.endsWith("=")) {
      assertThat(value).isEqualTo(new BigDecimal(expected));
    }
  }

  private static String pad(String text) {
    return text;
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
}
