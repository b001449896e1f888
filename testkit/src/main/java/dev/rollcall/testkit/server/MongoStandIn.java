package dev.rollcall.testkit.server;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.testkit.server.internal.ClosedAtExit;
import dev.rollcall.testkit.server.internal.DataLock;
import dev.rollcall.testkit.server.internal.DurableBackend;
import dev.rollcall.testkit.server.internal.External;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for MongoDB: it speaks enough of MongoDB's protocol for the drivers and for Rollcall's
 * stores, inside this JVM, on a free port of the loopback interface. <b>It is not MongoDB</b>: a
 * test that passes here may fail on MongoDB. It lacks sessions, transactions, updates by pipeline,
 * validators, collations and partial indexes, and an ordered bulk continues after an error.
 * Threadsafe.
 *
 * <p>{@link #startOrExternal} uses a real MongoDB if the environment names one.
 */
public final class MongoStandIn implements EmbeddedServer, ClosedAtExit.Resource {

  /** The connection string of a MongoDB to use instead, {@value}. */
  public static final String ENVIRONMENT_VARIABLE = "ROLLCALL_MONGODB";

  private static final String FILE = "stand-in.mv";

  private final String connectionString;
  private final @Nullable MongoServer server;
  private final @Nullable DataLock lock;
  private boolean closed;

  private MongoStandIn(
      String connectionString, @Nullable MongoServer server, @Nullable DataLock lock) {
    this.connectionString = connectionString;
    this.server = server;
    this.lock = lock;
  }

  /** Starts a stand-in that loses its data when it is closed. */
  public static MongoStandIn inMemory() {
    MongoServer server = new MongoServer(new MemoryBackend());
    return new MongoStandIn(server.bindAndGetConnectionString(), server, null);
  }

  /**
   * Starts a stand-in that keeps its data in a file, which is far slower. Acknowledged writes
   * survive a {@code kill -9} of this JVM.
   *
   * @throws dev.rollcall.core.error.ConfigurationException if the directory is in use
   * @throws FatalException if the file cannot be opened
   */
  public static MongoStandIn inFile(Path dataDirectory) {
    Path folder = dataDirectory.toAbsolutePath().normalize();
    try {
      DataLock lock = DataLock.take(folder);
      try {
        MongoServer server = new MongoServer(new DurableBackend(folder.resolve(FILE)));
        MongoStandIn standIn = new MongoStandIn(server.bindAndGetConnectionString(), server, lock);
        ClosedAtExit.add(standIn);
        return standIn;
      } catch (RuntimeException | Error failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException | IllegalStateException failure) {
      throw new FatalException(
          "MongoDB stand-in in " + folder + ": cannot be started: " + failure.getMessage(),
          failure);
    }
  }

  /** As {@link #startOrExternal(Path, Consumer)}, silently. */
  public static MongoStandIn startOrExternal(Path dataDirectory) {
    return startOrExternal(dataDirectory, message -> {});
  }

  /**
   * Returns the MongoDB that {@value #ENVIRONMENT_VARIABLE} names, untested; else a stand-in in a
   * file.
   */
  public static MongoStandIn startOrExternal(Path dataDirectory, Consumer<String> progress) {
    return External.named(ENVIRONMENT_VARIABLE, "MongoDB", progress)
        .map(MongoStandIn::externalAt)
        .orElseGet(() -> told(inFile(dataDirectory), progress));
  }

  /**
   * Returns the MongoDB that {@value #ENVIRONMENT_VARIABLE} names, untested; else a stand-in in
   * memory.
   */
  public static MongoStandIn inMemoryOrExternal(Consumer<String> progress) {
    return External.named(ENVIRONMENT_VARIABLE, "MongoDB", progress)
        .map(MongoStandIn::externalAt)
        .orElseGet(() -> told(inMemory(), progress));
  }

  static MongoStandIn externalAt(String connectionString) {
    return new MongoStandIn(connectionString, null, null);
  }

  private static MongoStandIn told(MongoStandIn standIn, Consumer<String> progress) {
    progress.accept(standIn.name() + ": ready at " + standIn.address());
    return standIn;
  }

  /** The connection string; that of an external server may hold a password, so do not print it. */
  public String connectionString() {
    return connectionString;
  }

  @Override
  public String name() {
    return external() ? "MongoDB" : "MongoDB stand-in";
  }

  /** The connection string without login and options. */
  @Override
  public String address() {
    return connectionString.replaceFirst("//[^/]*@", "//").replaceFirst("\\?.*$", "");
  }

  @Override
  public boolean external() {
    return server == null;
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (closed || server == null) {
      return;
    }
    closed = true;
    ClosedAtExit.remove(this);
    server.shutdownNow();
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException failure) {
      throw new FatalException(
          "data directory: its lock cannot be given back: " + failure, failure);
    }
  }
}
