package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.TopicIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Records in a file beside Spark's own which source and pipeline a checkpoint belongs to. Spark
 * keeps positions by topic name only. For a topic that was created again they would silently skip
 * the first records; so they would for another pipeline or definition version, whose stores never
 * saw what came before.
 */
final class CheckpointMark {

  private static final String FILE = "rollcall";

  /** Spark's own, one file per planned batch. */
  private static final String OFFSETS = "offsets";

  private CheckpointMark() {}

  /**
   * Marks a new checkpoint, or compares an existing one with its mark.
   *
   * @throws ConfigurationException if it is of another source or pipeline
   */
  static void require(
      Configuration hadoop, String checkpoint, Pipeline pipeline, TopicIdentity identity) {
    String mark =
        "rollcall checkpoint 1\npipeline '%s' v%d\nsource '%s'\n"
            .formatted(pipeline.name(), pipeline.version(), identity.sourceId());
    String found;
    try {
      Path file = new Path(checkpoint, FILE);
      FileSystem files = file.getFileSystem(hadoop);
      found = files.exists(file) ? read(files, file) : "";
      if (found.isEmpty()) {
        try (OutputStream out = files.create(file, true)) {
          out.write(mark.getBytes(StandardCharsets.UTF_8));
        }
        return;
      }
    } catch (IOException e) {
      throw new FatalException(
          "checkpoint '" + checkpoint + "' cannot be read and written; is the folder right?", e);
    }
    if (!found.equals(mark)) {
      throw new ConfigurationException(
          "checkpoint '%s': got one of %s, expected %s; its positions would skip records: give a new checkpoint (topic '%s' was made again, or this is another pipeline or version)"
              .formatted(checkpoint, words(found), words(mark), identity.topic()));
    }
  }

  /**
   * Whether Spark has planned no batch with this checkpoint: it will begin at the first offsets.
   */
  static boolean isUnread(Configuration hadoop, String checkpoint) {
    try {
      Path offsets = new Path(checkpoint, OFFSETS);
      FileSystem files = offsets.getFileSystem(hadoop);
      return !files.exists(offsets) || files.listStatus(offsets).length == 0;
    } catch (IOException e) {
      throw new FatalException("checkpoint '" + checkpoint + "' cannot be read", e);
    }
  }

  private static String read(FileSystem files, Path file) throws IOException {
    try (FSDataInputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String words(String mark) {
    return String.join(", ", mark.lines().skip(1).toList());
  }
}
