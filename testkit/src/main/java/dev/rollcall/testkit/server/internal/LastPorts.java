package dev.rollcall.testkit.server.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The ports a data directory's server had at its last start, so that clients which live through a
 * restart find it again.
 */
final class LastPorts {

  private LastPorts() {}

  /** Those of the last start if all of them are free, others if not. */
  static List<Integer> orFree(Path directory, int count) throws IOException {
    Path file = fileIn(directory);
    if (Files.exists(file)) {
      List<Integer> ports =
          Files.readAllLines(file).stream()
              .filter(line -> line.matches("\\d{1,5}"))
              .map(Integer::valueOf)
              .toList();
      if (ports.size() == count && ports.stream().allMatch(LastPorts::isFree)) {
        return ports;
      }
    }
    return FreePorts.choose(count);
  }

  static void keep(Path directory, List<Integer> ports) throws IOException {
    Files.write(fileIn(directory), ports.stream().map(String::valueOf).toList());
  }

  private static Path fileIn(Path directory) {
    return directory.resolve("server.ports");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // as the servers do: connections of the last start may still be fading away
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
