package dev.rollcall.spark;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.kafka.KafkaTopicSet;
import dev.rollcall.kafka.TopicIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
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

  /** A folder with a file for each of several topics. */
  private static final String TOPICS = "rollcall-topics";

  private static final FileStatus[] NONE = {};

  /** Spark's own, one file per planned batch. */
  private static final String OFFSETS = "offsets";

  private CheckpointMark() {}

  /**
   * Marks a new checkpoint, or compares an existing one with its mark. One of a topic can be gone
   * on with when others are read, too.
   *
   * @param identities the topics that are read now
   * @return those of several topics of which nothing has been read
   * @throws ConfigurationException if it is of another source or pipeline
   */
  static Set<TopicIdentity> require(
      Configuration hadoop,
      String checkpoint,
      Pipeline pipeline,
      KafkaTopicSet topics,
      List<TopicIdentity> identities) {
    boolean isOne = topics.topics().size() == 1;
    List<String> ofOne = identities.stream().map(each -> ofOne(pipeline, each)).toList();
    String mark = isOne ? ofOne.get(0) : ofSeveral(pipeline);
    String found;
    try {
      Path file = new Path(checkpoint, FILE);
      FileSystem files = file.getFileSystem(hadoop);
      found = files.exists(file) ? read(files, file) : "";
      if (found.isEmpty()) {
        write(files, file, mark);
        found = mark;
      }
    } catch (IOException e) {
      throw unusable(checkpoint, e);
    }
    if (!found.equals(mark) && (isOne || !ofOne.contains(found))) {
      throw new ConfigurationException(
          "checkpoint '%s': got one of %s, expected %s; its positions would skip records: give a new checkpoint (topic '%s' was made again, or this is another pipeline or version)"
              .formatted(checkpoint, words(found), words(mark), topics.name()));
    }
    if (isOne) {
      return Set.of();
    }
    Set<TopicIdentity> unread = new HashSet<>(unmarked(hadoop, checkpoint, identities));
    String formerly = found;
    // that of one topic, which has been read
    unread.removeIf(each -> ofOne(pipeline, each).equals(formerly));
    requireAll(hadoop, checkpoint, identities);
    return unread;
  }

  private static String ofOne(Pipeline pipeline, TopicIdentity identity) {
    return "rollcall checkpoint 1\npipeline '%s' v%d\nsource '%s'\n"
        .formatted(pipeline.name(), pipeline.version(), identity.sourceId());
  }

  private static String ofSeveral(Pipeline pipeline) {
    return "rollcall checkpoint 2\npipeline '%s' v%d\nseveral sources\n"
        .formatted(pipeline.name(), pipeline.version());
  }

  /**
   * Finds the topics of which nothing has been read.
   *
   * @throws ConfigurationException if one is marked as another source
   */
  private static List<TopicIdentity> unmarked(
      Configuration hadoop, String checkpoint, List<TopicIdentity> identities) {
    List<TopicIdentity> unmarked = new ArrayList<>();
    try {
      for (TopicIdentity each : identities) {
        Path file = new Path(new Path(checkpoint, TOPICS), each.topic());
        FileSystem files = file.getFileSystem(hadoop);
        String found = files.exists(file) ? read(files, file).strip() : "";
        if (found.isEmpty()) {
          unmarked.add(each);
        } else if (!found.equals(each.sourceId())) {
          throw new ConfigurationException(
              "checkpoint '%s': topic '%s': got the source '%s', expected '%s': it was made again, and the positions of the former would skip its records; give a new checkpoint"
                  .formatted(checkpoint, each.topic(), each.sourceId(), found));
        }
      }
    } catch (IOException e) {
      throw unusable(checkpoint, e);
    }
    return unmarked;
  }

  /** Marks topics that are read from now on, a file each, before anything of them is stored. */
  static void join(Configuration hadoop, String checkpoint, List<TopicIdentity> identities) {
    try {
      for (TopicIdentity each : unmarked(hadoop, checkpoint, identities)) {
        Path file = new Path(new Path(checkpoint, TOPICS), each.topic());
        write(file.getFileSystem(hadoop), file, each.sourceId() + "\n");
      }
    } catch (IOException e) {
      throw unusable(checkpoint, e);
    }
  }

  /**
   * Spark halts at positions of topics that are not there any more, and does not say what to do.
   */
  private static void requireAll(
      Configuration hadoop, String checkpoint, List<TopicIdentity> identities) {
    List<String> missing = new ArrayList<>();
    try {
      Path folder = new Path(checkpoint, TOPICS);
      FileSystem files = folder.getFileSystem(hadoop);
      for (FileStatus each : files.exists(folder) ? files.listStatus(folder) : NONE) {
        String topic = each.getPath().getName();
        if (!topic.startsWith(".")
            && identities.stream().noneMatch(one -> one.topic().equals(topic))) {
          missing.add(topic);
        }
      }
    } catch (IOException e) {
      throw unusable(checkpoint, e);
    }
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "checkpoint '%s': got positions of %s, which are not read any more, or were deleted; read them on, or give a new checkpoint (what was applied already is not applied twice)"
              .formatted(checkpoint, missing));
    }
  }

  private static void write(FileSystem files, Path file, String text) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static FatalException unusable(String checkpoint, IOException e) {
    return new FatalException(
        "checkpoint '" + checkpoint + "' cannot be read and written; is the folder right?", e);
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
