package dev.rollcall.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RunReport;
import dev.rollcall.core.pipeline.RunStatus;
import dev.rollcall.core.user.Users;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsEndpointTest {

  private final MetricsEndpoint endpoint = MetricsEndpoint.open("127.0.0.1", 0);
  private final Scrape scrape = new Scrape(endpoint.address());

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void aRunIsLiveWhileItGoesOnAndAfterItWasStoppedButNotWhenItFailed() throws Exception {
    assertThat(code("/health/live")).as("no run yet").isEqualTo(200);
    began(RunStatus.State.STARTING, true, false);
    assertThat(code("/health/live")).isEqualTo(200);
    began(RunStatus.State.STOPPED, false, false);
    assertThat(code("/health/live")).isEqualTo(200);
    began(RunStatus.State.RUNNING, false, false);
    assertThat(code("/health/live")).as("stands still").isEqualTo(503);
    began(RunStatus.State.FAILED, false, false);
    assertThat(code("/health/live")).isEqualTo(503);
  }

  @Test
  void aRunIsReadyOnceItIsAtWork() throws Exception {
    assertThat(code("/health/ready")).as("no run yet").isEqualTo(503);
    began(RunStatus.State.STARTING, true, false);
    assertThat(code("/health/ready")).isEqualTo(503);
    began(RunStatus.State.RUNNING, true, true);
    assertThat(code("/health/ready")).isEqualTo(200);
    assertThat(scrape.get("/health/ready").body()).startsWith("endpoint: RUNNING, 0 partitions");
  }

  @Test
  void theMetersOfAPipelineAreThereOnceItIsWatched() throws Exception {
    assertThat(scrape.get("/metrics").body()).doesNotContain("rollcall_").contains("jvm_memory");
    endpoint.over(pipeline());
    assertThat(scrape.get("/metrics").body())
        .contains(
            "# TYPE rollcall_elements_read_total counter",
            "rollcall_elements_read_total{pipeline=\"endpoint\"} 0.0",
            "# TYPE rollcall_commit_age_seconds gauge");
    assertThat(scrape.get("/metrics").headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    assertThat(code("/")).isEqualTo(404);
    assertThat(scrape.get("/nothing").body()).contains("/metrics");
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    int taken = Integer.parseInt(endpoint.address().replaceFirst(".*:", ""));
    assertThatThrownBy(() -> MetricsEndpoint.open("127.0.0.1", taken))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + taken)
        .hasMessageContaining("0 for any");
    assertThatThrownBy(() -> MetricsEndpoint.open("no such host", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("'no such host'");
  }

  private int code(String path) throws Exception {
    return scrape.get(path).statusCode();
  }

  private void began(RunStatus.State state, boolean live, boolean ready) {
    RunStatus status = new RunStatus(state, Set.of(), 0, 0, 0, live, ready, RunReport.EMPTY);
    endpoint.began(pipeline(), () -> status);
  }

  private static Pipeline pipeline() {
    return Pipeline.named("endpoint")
        .records(Users.recordType())
        .rows(InMemoryRows.named("endpoint"))
        .build();
  }
}
