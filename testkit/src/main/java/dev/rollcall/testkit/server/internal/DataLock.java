package dev.rollcall.testkit.server.internal;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A data directory taken by one process, by means of a locked file in it. The operating system
 * frees the lock when its holder dies, however it dies; a server the holder had started may need
 * some seconds more to end. So the file names that server's process (id and start time), and who
 * takes the lock next waits for its end. Not threadsafe.
 *
 * <p>On POSIX systems a process loses its lock on a file as soon as it closes <em>any</em> of its
 * descriptors of that file. So while the directory is held the file is never opened again in this
 * JVM: it is read through the locked channel, and a second holder here is refused by a set.
 */
public final class DataLock implements AutoCloseable {

  /** The name of the file, {@value}; it is there only while the directory is in use. */
  public static final String FILE = "rollcall.lock";

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Far behind the text: where locks are mandatory, others can still read the file. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int MAX_TEXT = 1_000;

  /** The files locked in this JVM. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DataLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes {@code directory}, which is made if need be; an error if it is in use. */
  public static DataLock take(Path directory) throws IOException {
    Path file = Files.createDirectories(directory).toRealPath().resolve(FILE);
    if (!HELD.add(file)) {
      throw inUse(file);
    }
    try {
      while (true) {
        DataLock lock = tryTake(file);
        if (lock != null) {
          return lock;
        }
      }
    } catch (IOException | RuntimeException | Error failure) {
      HELD.remove(file);
      throw failure;
    }
  }

  /** Null if the file was removed by its last holder between opening and locking it. */
  private static @Nullable DataLock tryTake(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException leftBehindOrHeld) {
      // told apart by locking it
    }
    // the same before opening and after locking: then it is the file that we hold
    Object before = identity(file);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (NoSuchFileException removed) {
      return null;
    }
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw inUse(file);
      }
      if (!before.equals(identity(file))) {
        channel.close();
        return null;
      }
      DataLock lock = new DataLock(file, channel);
      List<String> earlier = lock.lines();
      awaitEnd(earlier);
      return lock;
    } catch (IOException | RuntimeException | Error failure) {
      channel.close();
      throw failure;
    }
  }

  private static ConfigurationException inUse(Path file) {
    return new ConfigurationException(
        "data directory "
            + file.getParent()
            + ": in use by another process or server; stop that one or choose another folder");
  }

  /** Tells a file from another of its name; looked up without opening it. */
  private static Object identity(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException removed) {
      return new Object();
    }
  }

  /** Notes down the process that works in the directory from now on. */
  void heldFor(ProcessHandle server) throws IOException {
    write(server.pid() + "\n" + startTime(server));
  }

  /** Read through the locked channel: see the class comment. */
  private List<String> lines() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_TEXT, channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // reads on
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).lines().toList();
  }

  private void write(String server) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((server + "\n").getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** Waits for the server of an earlier holder; one that does not end by itself is killed. */
  private static void awaitEnd(List<String> earlier) {
    Optional<ProcessHandle> server = earlier.size() < 2 ? Optional.empty() : running(earlier);
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
    return ProcessHandle.of(Long.parseLong(earlier.get(0)))
        .filter(process -> process.info().startInstant().isPresent())
        .filter(process -> startTime(process).equals(earlier.get(1)));
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
      HELD.remove(file);
    }
  }
}
