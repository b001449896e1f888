package dev.rollcall.testkit.commerce;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rollcall.testkit.random.Draw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One session: a visitor who looks around. Not threadsafe. */
final class Visit {

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long FIRST_USER = 512_000_000;
  private static final int USERS = 200_000;
  private static final int LOOKS_ON_PERCENT = 62;
  private static final int LOOKS_AGAIN_PERCENT = 15;
  private static final int CART_PERCENT = 6;
  private static final int REMOVE_PERCENT = 15;
  private static final int PURCHASE_PERCENT = 60;

  /** Of ten thousand events, so many are there twice. */
  private static final int TWICE_PER_TEN_THOUSAND = 6;

  private final Draw draw;
  private final long user;
  private final String session;
  private final List<byte[]> events = new ArrayList<>();
  private Instant now;

  Visit(Draw draw, Instant begin) {
    this.draw = draw;
    this.now = begin;
    this.user = FIRST_USER + draw.below(USERS);
    this.session = draw.uuid().toString();
  }

  List<byte[]> events() {
    List<Product> cart = new ArrayList<>();
    Product product = product();
    do {
      event("view", product);
      if (draw.percent(CART_PERCENT)) {
        pause(20);
        event("cart", product);
        if (draw.percent(REMOVE_PERCENT)) {
          pause(40);
          event("remove_from_cart", product);
        } else {
          cart.add(product);
        }
      }
      pause(90);
      product = draw.percent(LOOKS_AGAIN_PERCENT) ? product : product();
    } while (draw.percent(LOOKS_ON_PERCENT));
    if (draw.percent(PURCHASE_PERCENT)) {
      for (Product bought : cart) {
        event("purchase", bought);
        pause(2);
      }
    }
    return events;
  }

  /** The lower its number, the more a product is looked at. */
  private static int popular(Draw draw) {
    return Math.min(draw.below(Product.COUNT), draw.below(Product.COUNT));
  }

  private Product product() {
    return Product.number(popular(draw));
  }

  private void pause(int atMostSeconds) {
    now = now.plusSeconds(1 + draw.below(atMostSeconds));
  }

  private void event(String type, Product product) {
    byte[] event = json(type, product);
    events.add(event);
    if (draw.below(10_000) < TWICE_PER_TEN_THOUSAND) {
      events.add(event.clone());
    }
  }

  private byte[] json(String type, Product product) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(320);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("event_time", TIME.format(now));
      out.writeStringField("event_type", type);
      out.writeNumberField("product_id", product.id());
      out.writeNumberField("category_id", product.categoryId());
      out.writeStringField("category_code", product.categoryCode());
      out.writeStringField("brand", product.brand());
      out.writeNumberField("price", product.price());
      out.writeNumberField("user_id", user);
      out.writeStringField("user_session", session);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }
}
