package dev.rollcall.testkit.server.kafka;

import dev.rollcall.testkit.server.node.ParentWatch;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka node, broker and controller at once, in a JVM of its own. It is started through Kafka's
 * two command line entry points only (format, then run), so that no internal class of Kafka is
 * needed. It stops in good order when its standard input closes.
 */
public final class KafkaNode {

  private KafkaNode() {}

  /**
   * Runs the node until it is told to stop.
   *
   * @param args the data directory, the port of the broker and the port of the controller
   * @throws Exception if the data directory cannot be prepared or Kafka refuses to start
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      throw new IllegalArgumentException("expected: data-directory broker-port controller-port");
    }
    ParentWatch.start();
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    NodeSettings settings =
        new NodeSettings(directory, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    Path file = directory.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.toProperties().store(writer, null);
    }
    int status = format(file, clusterId(directory));
    if (status != 0) {
      System.exit(status);
    }
    Kafka.main(new String[] {file.toString()});
  }

  /** Formats the data directory; a directory that is formatted already stays as it is. */
  private static int format(Path settings, String clusterId) {
    String[] command = {
      "format", "--ignore-formatted", "--cluster-id", clusterId, "--config", settings.toString()
    };
    return StorageTool.execute(command, System.out);
  }

  /** The cluster's id: made once per data directory and kept. */
  private static String clusterId(Path directory) throws IOException {
    Path file = directory.resolve("cluster.id");
    if (!Files.exists(file)) {
      Files.writeString(file, Uuid.randomUuid().toString());
    }
    return Files.readString(file).strip();
  }
}
