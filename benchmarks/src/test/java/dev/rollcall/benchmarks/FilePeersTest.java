package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rollcall.benchmarks.peer.DuckDbFiles;
import dev.rollcall.benchmarks.subject.Reader;
import dev.rollcall.benchmarks.workload.ForkInput;
import dev.rollcall.benchmarks.workload.Metric;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.core.record.Row;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the peers of {@code flatten} and {@code aggregate} read the same file alike. */
class FilePeersTest {

  private static final int COUNT = 300;

  @TempDir private Path folder;
  private Path users;

  @BeforeEach
  void write() throws Exception {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] user : SampleUsers.users(COUNT)) {
      lines.writeBytes(user);
      lines.write('\n');
    }
    users = Files.write(folder.resolve("users.ndjson"), lines.toByteArray());
  }

  @Test
  void duckDbWritesARowForEachUserAndAGroupForEachNationalityAndGender() throws Exception {
    Path rows = folder.resolve("rows.csv");
    DuckDbFiles.write(DuckDbFiles.FLATTEN, users, rows);

    List<String> lines = Files.readAllLines(rows);
    Row first = Reader.ofUsers().rows(SampleUsers.user(0)).get(0);
    String header =
        String.join(",", first.schema().columns().stream().map(column -> column.name()).toList());
    assertThat(lines).hasSize(COUNT + 1).startsWith(header);
    assertThat(lines.get(1))
        .startsWith(first.get("user_id") + "," + first.get("gender"))
        .contains("," + first.get("age") + "," + first.get("age_band") + ",");

    Path groups = folder.resolve("groups.csv");
    DuckDbFiles.write(DuckDbFiles.AGGREGATE, users, groups);
    assertThat(Files.readAllLines(groups)).hasSizeBetween(30, 43);
  }

  @Test
  void jqReadsThemToo() throws Exception {
    assumeTrue(ProcessRun.isInstalled("jq"), "jq is not installed");
    for (String name : List.of("flatten", "aggregate-file")) {
      Benchmark benchmark = Benchmarks.named(List.of(name)).get(0);
      ForkInput input = new ForkInput(name, "jq", COUNT, 1, 1, "", "", users.toString());
      assertThat(
              ProcessRun.measure(
                  Build.current(), (Work.WholeProcess) benchmark.program("jq").work(), input))
          .containsOnlyKeys(Metric.WALL_NANOS, Metric.CPU_NANOS);
    }
  }
}
