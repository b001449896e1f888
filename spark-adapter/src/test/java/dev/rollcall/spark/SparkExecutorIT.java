package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.kafka.topic.KafkaTopics;
import dev.rollcall.spark.HaltingDriver.Stores;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in JVMs of their own, as on a cluster, started without a Spark distribution. */
class SparkExecutorIT {

  private static final int USERS = 900;
  private static final int BAD = 9;

  @TempDir Path folder;

  @Test
  void anExecutorThatIsHaltedAfterAFlushIsReplacedAndItsTaskHasItsEffectOnce() throws Exception {
    String name = "e" + UUID.randomUUID().toString().replace("-", "");
    Stores halted = StoredResult.stores(name, name + "_halted");
    Stores whole = StoredResult.stores(name, name + "_whole");
    KafkaTopics.create(halted.source(), 3);
    Parity.load(halted.source(), "load", 0, USERS, BAD);
    Path marker = folder.resolve("halted");

    ForkedDriver driver =
        ForkedDriver.run(
            folder,
            ClusterDriver.class,
            List.of(
                halted.topic(),
                halted.kafka(),
                halted.mongo(),
                halted.database(),
                folder.resolve("checkpoint").toString(),
                marker.toString()));

    assertThat(driver.exitCode()).as(driver.output()).isZero();
    assertThat(marker).as("made by the executor that halted").isNotEmptyFile();
    assertThat(driver.batches().get(0).read()).isEqualTo(USERS + BAD);
    assertThat(driver.batches().get(0).alreadyApplied()).as("replayed").isPositive();
    Parity.reference(HaltingDriver.pipeline(whole, step -> {}, 10_000), whole.source());
    assertThat(StoredResult.rows(halted)).isEqualTo(StoredResult.rows(whole)).isNotEmpty();
    assertThat(StoredResult.documents(halted))
        .isEqualTo(StoredResult.documents(whole))
        .isNotEmpty();
    assertThat(StoredResult.letters(halted)).isEqualTo(StoredResult.letters(whole)).hasSize(BAD);
  }
}
