package dev.rollcall.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.CommandProcess;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real command, scraped while it runs. */
class MetricsIT {

  private static final Pattern ADDRESS = Pattern.compile("Metrics: (http://\\S+)/metrics");
  private static final String OF = "{pipeline=\"user-warehouse\"} ";

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "spark"})
  void bothEnginesShowTheAccountsOfARunWhileItGoesOn(String engine) throws Exception {
    CommandProcess run =
        CommandProcess.start(
            home,
            "run",
            "user-warehouse",
            "--users",
            "1500",
            "--engine",
            engine,
            "--continuous",
            "--metrics-port",
            "0");
    Scrape scrape = new Scrape(address(run.awaitLine("Metrics: ")));
    assertThat(scrape.get("/health/live").statusCode()).as("it is starting").isEqualTo(200);
    assertThat(scrape.get("/health/ready").statusCode()).isEqualTo(503);

    scrape.awaitMetric("rollcall_elements_read_total" + OF + "1500.0");
    String page = scrape.awaitMetric("rollcall_lag_records" + OF + "0.0");

    assertThat(page.lines())
        .contains(
            "rollcall_elements_written_total" + OF + "1500.0",
            "rollcall_elements_filtered_total" + OF + "0.0",
            "rollcall_aggregation_applied_total{aggregation=\"users_by_region\",pipeline=\"user-warehouse\"} 1500.0",
            "rollcall_partitions" + OF + "3.0",
            "rollcall_run_live" + OF + "1.0")
        .anyMatch(line -> line.startsWith("rollcall_commit_age_seconds" + OF))
        .anyMatch(line -> line.startsWith("rollcall_flush_seconds_bucket{"))
        .anyMatch(
            line ->
                line.matches(
                    "rollcall_target_seconds_sum\\{.*target=\"postgresql:warehouse_users\".*"))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    assertThat(page).as("logins, keys, names").doesNotContain("password", "@", "jdbc:");
    assertThat(scrape.get("/health/ready").statusCode()).isEqualTo(200);

    run.stop();
    assertThat(run.exitCode()).as(run::seen).isEqualTo(CommandProcess.STOPPED);
  }

  private static String address(CommandProcess run) {
    Matcher matcher = ADDRESS.matcher(run.seen());
    assertThat(matcher.find()).as(run::seen).isTrue();
    return matcher.group(1);
  }
}
