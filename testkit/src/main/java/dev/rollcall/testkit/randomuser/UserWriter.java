package dev.rollcall.testkit.randomuser;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes people as the API's JSON, fields in the API's order. Not threadsafe. */
final class UserWriter {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String PORTRAITS = "https://randomuser.me/api/portraits/";

  private final JsonGenerator out;
  private final Selection selection;
  private final LocalDateTime now;

  UserWriter(JsonGenerator out, Selection selection, Instant now) {
    this.out = out;
    this.selection = selection;
    this.now = utc(now);
  }

  void write(Person person) throws IOException {
    out.writeStartObject();
    text("gender", person.male() ? "male" : "female");
    if (open("name")) {
      out.writeStringField("title", person.title());
      out.writeStringField("first", person.first());
      out.writeStringField("last", person.last());
      out.writeEndObject();
    }
    if (open("location")) {
      location(person);
    }
    text("email", person.email());
    if (open("login")) {
      login(person);
    }
    date("dob", person.born());
    date("registered", person.registered());
    text("phone", person.phone());
    text("cell", person.cell());
    if (open("id")) {
      out.writeStringField("name", person.country().idName());
      out.writeStringField("value", person.idValue());
      out.writeEndObject();
    }
    if (open("picture")) {
      String portrait = (person.male() ? "men/" : "women/") + person.portrait() + ".jpg";
      out.writeStringField("large", PORTRAITS + portrait);
      out.writeStringField("medium", PORTRAITS + "med/" + portrait);
      out.writeStringField("thumbnail", PORTRAITS + "thumb/" + portrait);
      out.writeEndObject();
    }
    text("nat", person.country().code());
    out.writeEndObject();
  }

  private boolean open(String field) throws IOException {
    if (!selection.has(field)) {
      return false;
    }
    out.writeObjectFieldStart(field);
    return true;
  }

  private void text(String field, String value) throws IOException {
    if (selection.has(field)) {
      out.writeStringField(field, value);
    }
  }

  private void date(String field, Instant time) throws IOException {
    if (open(field)) {
      out.writeStringField("date", MILLIS.format(time));
      // a clock set before the date gives 0, not a negative age
      out.writeNumberField("age", Math.max(0, ChronoUnit.YEARS.between(utc(time), now)));
      out.writeEndObject();
    }
  }

  private void location(Person person) throws IOException {
    out.writeObjectFieldStart("street");
    out.writeNumberField("number", person.streetNumber());
    out.writeStringField("name", person.street());
    out.writeEndObject();
    out.writeStringField("city", person.city());
    out.writeStringField("state", person.state());
    out.writeStringField("country", person.country().name());
    if (person.country().postcodeShape() == null) {
      out.writeNumberField("postcode", Integer.parseInt(person.postcode()));
    } else {
      out.writeStringField("postcode", person.postcode());
    }
    out.writeObjectFieldStart("coordinates");
    out.writeStringField("latitude", degrees(person.coordinates()[0]));
    out.writeStringField("longitude", degrees(person.coordinates()[1]));
    out.writeEndObject();
    out.writeObjectFieldStart("timezone");
    int space = person.timezone().indexOf(' ');
    out.writeStringField("offset", person.timezone().substring(0, space));
    out.writeStringField("description", person.timezone().substring(space + 1));
    out.writeEndObject();
    out.writeEndObject();
  }

  private void login(Person person) throws IOException {
    byte[] secret = (person.password() + person.salt()).getBytes(StandardCharsets.UTF_8);
    out.writeStringField("uuid", person.uuid().toString());
    out.writeStringField("username", person.username());
    out.writeStringField("password", person.password());
    out.writeStringField("salt", person.salt());
    out.writeStringField("md5", Digests.MD5.hex(secret));
    out.writeStringField("sha1", Digests.SHA_1.hex(secret));
    out.writeStringField("sha256", Digests.SHA_256.hex(secret));
    out.writeEndObject();
  }

  private static String degrees(int tenThousandths) {
    return BigDecimal.valueOf(tenThousandths, 4).toPlainString();
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
  }
}
