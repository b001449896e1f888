package dev.rollcall.core.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTest {

  private static String field(String... values) {
    return new Route(Set.of(), Map.of(), Map.of(List.of("type"), Set.of(values))).describe();
  }

  @Test
  void differentRoutesHaveDifferentTexts() {
    assertThat(field("a", "b")).isEqualTo("field type = \"a\" or \"b\"");
    assertThat(
            List.of(field("a or b"), field("a\" or \"b"), field("a\\\" or \"b"), field("a", "b")))
        .doesNotHaveDuplicates();
    assertThat(new Route(Set.of("t"), Map.of("h = \"x\"", Set.of("y")), Map.of()).describe())
        .isEqualTo("topic = \"t\" and header \"h = \\\"x\\\"\" = \"y\"");
    assertThat(Route.ALL.describe()).isEmpty();
  }
}
