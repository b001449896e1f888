package dev.rollcall.testkit.commerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rollcall.core.commerce.CommerceEvent;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.record.Texts;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShopGeneratorTest {

  private static final String GOLDEN_SHA_256 =
      "953d41e2baa7393c1335e8778483fdf3b7c6bd5da1bd866b1cb7fb251aa9ac88";
  private static final int SESSIONS = 20_000;

  @Test
  void aSessionIsTheSameBytesOnEveryMachine() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ShopGenerator shop = new ShopGenerator("golden");
    for (int k = 0; k < 1_000; k++) {
      shop.session(k).forEach(all::writeBytes);
    }
    assertThat(Texts.sha256(all.toByteArray())).isEqualTo(GOLDEN_SHA_256);
  }

  @Test
  void aSessionDependsOnSeedAndIndexOnly() {
    ShopGenerator shop = new ShopGenerator("a");
    List<byte[]> seventh = shop.session(7);
    shop.session(8);
    assertThat(shop.session(7)).usingRecursiveComparison().isEqualTo(seventh);
    assertThat(text(shop.session(8))).isNotEqualTo(text(seventh));
    assertThat(text(new ShopGenerator("b").session(7))).isNotEqualTo(text(seventh));
    assertThatThrownBy(() -> shop.session(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSessionIsOneVisitorInOrderOfTime() {
    Set<String> sessions = new HashSet<>();
    for (int k = 0; k < 1_000; k++) {
      List<CommerceEvent> events = events(new ShopGenerator("s"), k);
      CommerceEvent first = events.get(0);
      assertThat(first.type()).isEqualTo(CommerceEvent.Type.VIEW);
      assertThat(Duration.between(ShopGenerator.OPENING.plusSeconds(2L * k), first.time()))
          .isBetween(Duration.ZERO, Duration.ofSeconds(59));
      assertThat(sessions.add(first.session())).isTrue();
      Instant before = first.time();
      for (CommerceEvent event : events) {
        assertThat(event.time()).isAfterOrEqualTo(before);
        assertThat(event.session()).isEqualTo(first.session());
        assertThat(event.userId()).isEqualTo(first.userId());
        before = event.time();
      }
    }
  }

  @Test
  void onlyWhatIsInTheCartIsBought() {
    int bought = 0;
    for (int k = 0; k < SESSIONS; k++) {
      Map<Long, Integer> cart = new HashMap<>();
      for (CommerceEvent event : new HashSet<>(events(new ShopGenerator("s"), k))) {
        int in = event.type() == CommerceEvent.Type.CART ? 1 : 0;
        int out = in == 1 || event.type() == CommerceEvent.Type.VIEW ? 0 : 1;
        cart.merge(event.productId(), in - out, Integer::sum);
        bought += event.type() == CommerceEvent.Type.PURCHASE ? 1 : 0;
      }
      assertThat(cart.values()).allMatch(left -> left >= 0);
    }
    assertThat(bought).isPositive();
  }

  @Test
  void theQuirksOfTheRealDataOccur() {
    List<CommerceEvent> all = new ArrayList<>();
    for (int k = 0; k < SESSIONS; k++) {
      all.addAll(events(new ShopGenerator("s"), k));
    }
    double count = all.size();
    assertThat(all.stream().filter(e -> e.category().code() == null).count() / count)
        .isCloseTo(0.31, within(0.05));
    assertThat(all.stream().filter(e -> e.brand() == null).count() / count)
        .isCloseTo(0.13, within(0.05));
    assertThat(all.stream().filter(e -> e.revenue().signum() > 0).count() / count)
        .isCloseTo(0.03, within(0.01));
    assertThat(all.size() - new HashSet<>(all).size()).as("repeated").isBetween(5, 100);
    assertThat(all.stream().map(CommerceEvent::userId).distinct().count())
        .as("visitors come back")
        .isLessThan(SESSIONS);
    Map<Long, BigDecimal> prices = new HashMap<>();
    for (CommerceEvent event : all) {
      BigDecimal before = prices.putIfAbsent(event.productId(), event.price());
      assertThat(before).isIn(null, event.price());
    }
    assertThat(all.stream().map(e -> e.category().id())).allMatch(id -> id > 1L << 53);
  }

  private static List<CommerceEvent> events(ShopGenerator shop, int session) {
    Flattener flattener = Flattener.of(CommerceEvents.recordType());
    return shop.session(session).stream()
        .map(json -> ((Element.Accepted) flattener.flatten(json, Instant.EPOCH).get(0)).row())
        .map(CommerceEvent::of)
        .toList();
  }

  private static String text(List<byte[]> events) {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(new String(event, StandardCharsets.UTF_8)).append('\n'));
    return text.toString();
  }
}
