package dev.rollcall.testkit.server;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A data directory taken by one process, by means of a locked file in it. The operating system
 * frees the lock when its holder dies, however it dies; a server the holder had started may need
 * some seconds more to end. So the file names that server's process (id and start time), and who
 * takes the lock next waits for its end. Not threadsafe.
 */
final class DataLock implements AutoCloseable {

  /** The name of the file, {@value}; it is there only while the directory is in use. */
  static final String FILE = "rollcall.lock";

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Far behind the text: where locks are mandatory, others can still read the file. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private final Path file;
  private final FileChannel channel;
  private final String token = UUID.randomUUID().toString();

  private DataLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes {@code directory}, which is made if need be; an error if it is in use. */
  static DataLock take(Path directory) throws IOException {
    Path file = Files.createDirectories(directory).resolve(FILE);
    while (true) {
      DataLock lock = tryTake(file);
      if (lock != null) {
        return lock;
      }
    }
  }

  /** Null if the file was removed by its last holder between opening and locking it. */
  private static @Nullable DataLock tryTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    DataLock lock = new DataLock(file, channel);
    try {
      if (!locked(channel)) {
        throw new ConfigurationException(
            "data directory "
                + file.getParent()
                + ": in use by another process or server; stop that one or choose another folder");
      }
      List<String> before = lock.linesOfFile();
      lock.write(before.isEmpty() ? "" : String.join("\n", before.subList(1, before.size())));
      List<String> now = lock.linesOfFile();
      if (now.isEmpty() || !now.get(0).equals(lock.token)) {
        channel.close();
        return null;
      }
      awaitEnd(before);
      return lock;
    } catch (IOException | RuntimeException | Error failure) {
      channel.close();
      throw failure;
    }
  }

  /** Notes down the process that works in the directory from now on. */
  void heldFor(ProcessHandle server) throws IOException {
    write(server.pid() + "\n" + startTime(server));
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      return lock != null;
    } catch (OverlappingFileLockException inThisJvm) {
      return false;
    }
  }

  private List<String> linesOfFile() throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException removed) {
      return List.of();
    }
  }

  private void write(String server) throws IOException {
    channel.truncate(0);
    channel.position(0);
    channel.write(ByteBuffer.wrap((token + "\n" + server + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** Waits for the server of an earlier holder; one that does not end by itself is killed. */
  private static void awaitEnd(List<String> earlier) {
    Optional<ProcessHandle> server = earlier.size() < 3 ? Optional.empty() : running(earlier);
    if (server.isEmpty()) {
      return;
    }
    try {
      if (!ended(server.get(), PATIENCE) && server.get().destroyForcibly()) {
        ended(server.get(), PATIENCE);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new FatalException("interrupted while an earlier server was ending", stop);
    }
  }

  private static Optional<ProcessHandle> running(List<String> earlier) {
    return ProcessHandle.of(Long.parseLong(earlier.get(1)))
        .filter(process -> process.info().startInstant().isPresent())
        .filter(process -> startTime(process).equals(earlier.get(2)));
  }

  private static boolean ended(ProcessHandle process, Duration patience)
      throws InterruptedException {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException stillThere) {
      return false;
    }
  }

  private static String startTime(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Gives the directory back and removes the file. */
  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      Files.deleteIfExists(file); // while it is still locked, so that it is ours
      channel.close();
    }
  }
}
