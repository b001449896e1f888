package dev.rollcall.testkit.server.cassandra;

import dev.rollcall.testkit.server.node.ParentWatch;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.cassandra.service.CassandraDaemon;

/**
 * One Cassandra node in a JVM of its own: writes its settings into the data directory, then is
 * exactly Cassandra's own daemon. It stops in good order when its standard input closes. It needs a
 * JDK 17 and the options in {@code jvm.options}.
 */
public final class CassandraNode {

  private CassandraNode() {}

  /**
   * Runs the node until it is told to stop.
   *
   * @param args the data directory and the ports for CQL, storage and storage over TLS
   * @throws IOException if the settings cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4) {
      throw new IllegalArgumentException(
          "expected: data-directory cql-port storage-port ssl-storage-port");
    }
    ParentWatch.start();
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    Path settings = directory.resolve("cassandra.yaml");
    Files.writeString(settings, settings(directory, args[1], args[2], args[3]));
    System.setProperty("cassandra.config", settings.toUri().toString());
    System.setProperty("cassandra.storagedir", directory.toString());
    CassandraDaemon.main(new String[0]);
  }

  private static String settings(Path directory, String cql, String storage, String sslStorage)
      throws IOException {
    try (InputStream template =
        CassandraNode.class.getResourceAsStream("/rollcall-servers/cassandra/node.yaml")) {
      if (template == null) {
        throw new FileNotFoundException("node.yaml is not on the class path");
      }
      return new String(template.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@CQL_PORT@", cql)
          .replace("@STORAGE_PORT@", storage)
          .replace("@SSL_STORAGE_PORT@", sslStorage)
          // inside single quotes YAML knows one special character, the quote itself
          .replace("@DIRECTORY@", directory.toString().replace("'", "''"));
    }
  }
}
