package dev.rollcall.faults.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.kafka.topic.KafkaTopics;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors in JVMs of their own, as on a cluster, started without a Spark distribution. */
@Tag("long")
class SparkExecutorIT {

  private static final int USERS = 900;
  private static final int BAD = 9;

  @TempDir Path folder;

  @Test
  void anExecutorThatIsHaltedWithDocumentsWrittenIsReplacedAndItsTasksHaveTheirEffectOnce()
      throws Exception {
    String name = "e" + UUID.randomUUID().toString().replace("-", "");
    UserStores halted = UserStores.shared(name, name + "_halted");
    UserStores whole = UserStores.shared(name, name + "_whole");
    KafkaTopics.create(halted.source(), 3);
    UserPipeline.load(halted.source(), USERS, BAD);
    Path marker = folder.resolve("halted");

    DriverRun driver =
        DriverRun.of(
            folder, ClusterDriver.class, halted.arguments(folder.resolve("checkpoint"), marker));

    assertThat(driver.exitCode()).as(driver.output()).isZero();
    assertThat(marker).as("made by the executor that halted").isNotEmptyFile();
    assertThat(driver.batches().get(0).read()).isEqualTo(USERS + BAD);
    UserPipeline.runHere(whole);
    assertThat(halted.storedRows()).isEqualTo(whole.storedRows()).isNotEmpty();
    assertThat(halted.storedDocuments()).isEqualTo(whole.storedDocuments()).isNotEmpty();
    assertThat(halted.storedLetters()).isEqualTo(whole.storedLetters()).hasSize(BAD);
  }
}
