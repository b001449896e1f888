package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * The jars of servers, unpacked from their artifacts into {@code ~/.cache/rollcall/servers}, or
 * where {@code XDG_CACHE_HOME} says; each content once. If that cannot be written, into a temporary
 * folder that goes with this JVM. Threadsafe, also between processes.
 */
final class UnpackedServers {

  private UnpackedServers() {}

  /** The folder with the content of {@code rollcall-servers/name} in this jar. */
  static Path resources(String name, Path jar) {
    return resources(name, jar, cache());
  }

  static Path resources(String name, Path jar, Path cache) {
    try (JarFile file = new JarFile(jar.toFile())) {
      String prefix = ServerModule.RESOURCES + "/" + name + "/";
      List<JarEntry> entries =
          file.stream()
              .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
              .toList();
      Path folder = writable(cache).resolve(name + "-" + fingerprint(entries));
      if (!Files.isDirectory(folder)) {
        unpack(file, entries, prefix, folder);
      }
      return folder;
    } catch (IOException failure) {
      throw new FatalException("embedded " + name + ": cannot unpack " + jar, failure);
    }
  }

  /** Unpacks beside it and renames, so that nobody sees half of it. */
  private static void unpack(JarFile file, List<JarEntry> entries, String prefix, Path folder)
      throws IOException {
    Path half = Files.createTempDirectory(folder.getParent(), ".unpacking");
    try {
      for (JarEntry entry : entries) {
        Path target = half.resolve(entry.getName().substring(prefix.length())).normalize();
        if (!target.startsWith(half)) {
          throw new IOException(entry.getName() + " points out of its folder");
        }
        Files.createDirectories(target.getParent());
        try (InputStream content = file.getInputStream(entry)) {
          Files.copy(content, target);
        }
      }
      Files.move(half, folder);
    } catch (IOException failure) {
      Folders.delete(half);
      if (!Files.isDirectory(folder)) { // or another process was faster
        throw failure;
      }
    }
  }

  /** Of the names and check sums that the jar lists. */
  private static String fingerprint(List<JarEntry> entries) {
    CRC32 sum = new CRC32();
    entries.stream()
        .map(entry -> entry.getName() + ":" + entry.getSize() + ":" + entry.getCrc())
        .sorted()
        .forEach(entry -> sum.update(entry.getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().toHexDigits(sum.getValue(), 8);
  }

  private static Path cache() {
    String home = System.getenv("XDG_CACHE_HOME");
    Path caches =
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return caches.resolve("rollcall").resolve("servers");
  }

  private static Path writable(Path cache) throws IOException {
    try {
      Files.createDirectories(cache);
      if (Files.isWritable(cache)) {
        return cache;
      }
    } catch (IOException readOnly) {
      // a temporary folder will do
    }
    Path temporary = Files.createTempDirectory("rollcall-servers");
    ClosedAtExit.deleteAfterwards(temporary);
    return temporary;
  }
}
