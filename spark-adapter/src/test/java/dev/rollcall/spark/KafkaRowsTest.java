package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record becomes of a message is tested with the engine. */
class KafkaRowsTest {

  @TempDir Path folder;

  /** Else Spark would plan each batch once more and copy its rows; results would be the same. */
  @Test
  void theRowsOfABatchAreTakenAsTheStreamGivesThem() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("in")).resolve("lines"), "a\nb\n");
    List<RDD<?>> taken = new CopyOnWriteArrayList<>();
    List<RDD<?>> given = new CopyOnWriteArrayList<>();
    List<Long> counts = new CopyOnWriteArrayList<>();

    TestSpark.session()
        .readStream()
        .text(folder.resolve("in").toString())
        .writeStream()
        .option("checkpointLocation", folder.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .foreachBatch(
            (Dataset<Row> batch, Long id) -> {
              taken.add(KafkaRows.rdd(batch).rdd());
              given.add(
                  ((LogicalRDD)
                          ((org.apache.spark.sql.classic.Dataset<Row>) batch)
                              .queryExecution()
                              .analyzed())
                      .rdd());
              counts.add(KafkaRows.rdd(batch).count());
            })
        .start()
        .awaitTermination();

    assertThat(taken).hasSize(1).isEqualTo(given);
    assertThat(counts).containsExactly(2L);
  }
}
