package dev.rollcall.faults.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback interface in front of a MongoDB. It spoils the answer to the next
 * write it is told to: the server has applied the write by then. Threadsafe.
 */
public final class FaultyProxy implements AutoCloseable {

  /** What becomes of the answer to a write. */
  public enum Fault {
    /** The connection is reset in its place. */
    RESET_AFTER_APPLY,
    /** It never comes; the connection stays open. */
    HALF_OPEN,
    /** It comes late. */
    LATENCY
  }

  private static final int BUFFER = 1 << 16;
  private static final long LATENCY_NANOS = 400_000_000;

  /** How the BSON of a write command begins, behind its type: the element's name. */
  private static final byte[] UPDATE = "\2update\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] INSERT = "\2insert\0".getBytes(StandardCharsets.ISO_8859_1);

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
  private final Map<Fault, Long> hits = new EnumMap<>(Fault.class);

  /** In front of this server. */
  public FaultyProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where clients connect. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Spoils the answer to the next write. */
  public void spoilNext(Fault fault) {
    next.set(fault);
  }

  /** Whether a fault was ordered that has hit nothing yet. */
  public boolean waits() {
    return next.get() != null;
  }

  /** How often a fault hit. */
  public long hits(Fault fault) {
    synchronized (hits) {
      return hits.getOrDefault(fault, 0L);
    }
  }

  /** How often any fault hit. */
  public long hits() {
    synchronized (hits) {
      return hits.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        Socket upstream = new Socket(server.getAddress(), server.getPort());
        sockets.add(upstream);
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        Connection connection = new Connection(client, upstream);
        daemon(connection::requests);
        daemon(connection::answers);
      } catch (IOException closed) {
        // the next one, if the proxy is not closed
      }
    }
  }

  /** A client's connection: one request at a time, as MongoDB's protocol has it. */
  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean write;
    private volatile boolean mute;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void requests() {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = client.getInputStream();
          OutputStream out = upstream.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          write |= contains(buffer, n, UPDATE) || contains(buffer, n, INSERT);
          out.write(buffer, 0, n);
        }
      } catch (IOException ended) {
        // one end was closed: so is the other
      } finally {
        close();
      }
    }

    void answers() {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = upstream.getInputStream();
          OutputStream out = client.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          Fault fault = write ? next.getAndSet(null) : null;
          write = false;
          if (fault != null) {
            hit(fault);
            if (fault == Fault.RESET_AFTER_APPLY) {
              client.setSoLinger(true, 0);
              client.close();
              return;
            }
            mute |= fault == Fault.HALF_OPEN;
            if (fault == Fault.LATENCY) {
              LockSupport.parkNanos(LATENCY_NANOS);
            }
          }
          if (!mute) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException ended) {
        // one end was closed: so is the other
      } finally {
        close();
      }
    }

    private void close() {
      closeQuietly(client);
      closeQuietly(upstream);
    }
  }

  private void hit(Fault fault) {
    synchronized (hits) {
      hits.merge(fault, 1L, Long::sum);
    }
  }

  /** Near the beginning: a document further on may hold the same bytes. */
  private static boolean contains(byte[] buffer, int length, byte[] sought) {
    for (int at = 0; at < Math.min(64, length - sought.length); at++) {
      int matched = 0;
      while (matched < sought.length && buffer[at + matched] == sought[matched]) {
        matched++;
      }
      if (matched == sought.length) {
        return true;
      }
    }
    return false;
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // it was meant to be
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException closed) {
      // it was meant to be
    }
    sockets.forEach(this::closeQuietly);
  }
}
