package dev.rollcall.kafka.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.flatten.DeleteMessage;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import dev.rollcall.core.record.RecordTypeBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLimitsTest {

  @Test
  void whereAValueOrdersRowsItIsSaidOfEachPipelineToo() {
    DeleteMessage plain = read(type());
    DeleteMessage ordered = read(type().column("at", ColumnType.TIMESTAMP).rowVersion("at"));

    assertThat(LogLimits.ordered(plain, Map.of("pipeline 'one'", plain))).isEmpty();
    assertThat(LogLimits.ordered(plain, Map.of("pipeline 'two'", ordered)))
        .singleElement()
        .asString()
        .startsWith("pipeline 'two' orders rows by a column of theirs")
        .contains("up to 2026-01-01T00:00:00Z", "whatever it is dated");
    assertThat(LogLimits.ordered(ordered, Map.of("pipeline 'two'", ordered))).hasSize(2);
  }

  private static RecordTypeBuilder type() {
    return RecordType.named("person")
        .key("id")
        .column("id", ColumnType.STRING)
        .deletedWhere("gone", "true");
  }

  private static DeleteMessage read(RecordTypeBuilder type) {
    String json = "{\"id\":\"p1\",\"gone\":true,\"at\":\"2026-01-01T00:00:00Z\"}";
    return DeleteMessage.read(type.build(), null, json.getBytes(UTF_8));
  }
}
