package dev.rollcall.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Option;

class FaultsTest {

  @TempDir Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Loses as many as it is told to. */
  private static final class Losing extends FaultTest {
    @Option(names = "--lost")
    private long lost;

    @Option(names = "--hits")
    private long hits = 2;

    Losing() {
      super("T0", "a test of the command", "--hits=1");
    }

    @Override
    public void run(FaultResult result, Consumer<String> progress) {
      result.lost(lost).fault("hit", hits).figure("records", 1_000);
    }
  }

  private int run(String... args) {
    return new Faults(
            List.of(new Losing()),
            root,
            new PrintWriter(out, true, StandardCharsets.UTF_8),
            new PrintWriter(err, true, StandardCharsets.UTF_8))
        .execute(args);
  }

  @Test
  void aGoodRunEndsWith0AndIsWrittenDown() throws Exception {
    assertThat(run("--test", "T0", "--seed", "7")).isZero();
    JsonNode file = new ObjectMapper().readTree(root.resolve("docs/results/T0.json").toFile());
    assertThat(file.path("ok").asBoolean()).isTrue();
    assertThat(file.path("seed").asLong()).isEqualTo(7);
    assertThat(file.path("parameters").path("hits").asLong()).isEqualTo(2);
    assertThat(file.path("command").asText()).isEqualTo("./rollcall faults --test T0 --seed 7");
    assertThat(file.path("faults").path("hit").asLong()).isEqualTo(2);
    assertThat(file.path("figures").path("records").asLong()).isEqualTo(1_000);
    assertThat(file.path("machine").path("cores").asInt()).isPositive();
    assertThat(file.path("commit").asText()).isNotEmpty();
  }

  @Test
  void aLossAndAFaultThatDidNotHitEndWith1() {
    assertThat(run("--test", "T0", "--lost", "3")).isEqualTo(1);
    assertThat(run("--test", "T0", "--hits", "0")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("3 elements lost", "never hit");
  }

  @Test
  void wrongUseEndsWith2AndSaysWhatToChange() {
    assertThat(run("--test", "T0", "--lots", "3")).isEqualTo(2);
    assertThat(run("--test", "T1")).isEqualTo(2);
    assertThat(run("--test", "T0", "--lost", "x")).isEqualTo(2);
    assertThat(run("--test")).isEqualTo(2);
    assertThat(run("T0", "--test")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("did you mean '--lost'?", "expected one of T0", "a whole number");
    assertThat(root.resolve("docs")).doesNotExist();
  }

  @Test
  void theShortFormsAreRunButNotWrittenDown() {
    assertThat(run("--test", "all-short")).isZero();
    assertThat(root.resolve("docs")).doesNotExist();
  }

  @Test
  void theTablesAreMadeFromTheFiles() throws Exception {
    assertThat(run("--test", "T0")).isZero();
    Path page = root.resolve("docs/reliability.md");
    Files.writeString(
        page, "before\n" + ResultTables.BEGIN + "\nold\n" + ResultTables.END + "\nafter\n");
    assertThat(run("--tables")).isZero();
    String once = Files.readString(page);
    assertThat(once)
        .startsWith("before\n")
        .endsWith("after\n")
        .contains("| T0 | a test of the command | 0 | 0 | – | good |", "| records | 1,000 |")
        .doesNotContain("old");
    assertThat(run("--tables")).isZero();
    assertThat(Files.readString(page)).isEqualTo(once);
  }
}
