package dev.rollcall.core.commerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class OrdersTest {

  private static final String ORDER =
      """
      {"order_id":448,"created_at":"2019-02-11T21:40:27.892Z","customer_id":61,"product_id":"85123A",
       "quantity":"2","discount":"4.50","subtotal":37.65,"tax":2.07,"source":"Google","state":"MT"}
      """;

  @Test
  void anOrderIsReadWholeAndItsMissingTotalComputed() {
    Row row = ((Element.Accepted) element(ORDER)).row();
    assertThat(row.schema().names())
        .containsExactly(
            "order_id",
            "created_at",
            "day",
            "customer_id",
            "product_id",
            "quantity",
            "discount",
            "subtotal",
            "tax",
            "total",
            "source",
            "state");
    assertThat(row.getString("order_id")).isEqualTo("448");
    assertThat(row.getDate("day")).isEqualTo(LocalDate.of(2019, 2, 11));
    assertThat(row.getLong("quantity")).isEqualTo(2);
    assertThat(row.getDecimal("discount")).isEqualTo(new BigDecimal("4.50"));
    assertThat(row.getDecimal("total")).isEqualTo(new BigDecimal("35.22"));
  }

  @Test
  void aTotalThatIsSentStands() {
    String sent = ORDER.replace("\"tax\"", "\"total\":\"39.72\",\"tax\"");
    assertThat(((Element.Accepted) element(sent)).row().getDecimal("total"))
        .isEqualTo(new BigDecimal("39.72"));
  }

  @Test
  void anOrderWithoutAnyAmountIsADeadLetter() {
    Element.Unmappable refused =
        (Element.Unmappable) element(ORDER.replace("\"subtotal\":37.65,", ""));
    assertThat(refused.reasonClass()).isEqualTo("missing-value");
    assertThat(refused.reason())
        .isEqualTo("column 'total' (order): got no value, expected a total or a subtotal");
  }

  @Test
  void anOrderWithoutAnIdIsADeadLetter() {
    assertThat(element(ORDER.replace("order_id", "number"))).isInstanceOf(Element.Unmappable.class);
  }

  private static Element element(String json) {
    return Flattener.of(Orders.recordType())
        .flatten(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH)
        .get(0);
  }
}
