package dev.rollcall.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.cli.CommandProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo by one engine, then by the other on what the first has left. */
class BothEnginesIT {

  @TempDir Path home;

  @Test
  void whatOneEngineHasCountedTheOtherFindsCounted() throws Exception {
    Path json = home.resolve("out.json");
    CommandProcess jvm = demo(json, "jvm");
    assertThat(jvm.exitCode()).as(() -> jvm.seen()).isZero();
    assertThat(jvm.seen()).contains("Caught up: lag 0");
    JsonNode first = CommandProcess.figures(json);
    assertThat(first.get("engine").asText()).isEqualTo("jvm");
    assertThat(first.get("ok").asBoolean()).isTrue();

    CommandProcess spark = demo(json, "spark");
    assertThat(spark.exitCode()).as(() -> spark.seen()).isZero();
    JsonNode second = CommandProcess.figures(json);
    assertThat(second.get("engine").asText()).isEqualTo("spark");
    assertThat(second.get("results")).isEqualTo(first.get("results"));
    assertThat(second.at("/applied").elements())
        .toIterable()
        .isNotEmpty()
        .allSatisfy(n -> assertThat(n.asLong()).isZero());
  }

  private CommandProcess demo(Path json, String engine) throws IOException {
    return CommandProcess.start(
        home, "demo", "--engine", engine, "--users", "500", "--keep", "--json", json.toString());
  }
}
