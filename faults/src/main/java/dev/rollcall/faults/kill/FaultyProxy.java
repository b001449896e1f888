package dev.rollcall.faults.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
final class FaultyProxy implements AutoCloseable {

  /** What becomes of the answer to a write. */
  enum Fault {
    /** The connection is reset in its place. */
    RESET_AFTER_APPLY,
    /** It never comes; the connection stays open. */
    HALF_OPEN,
    /** It comes late. */
    LATENCY
  }

  private static final int BUFFER = 1 << 16;
  private static final long LATENCY_NANOS = 400_000_000;

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
  private final Map<Fault, Long> hits = new ConcurrentHashMap<>();

  FaultyProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** Where clients connect. */
  int port() {
    return listener.getLocalPort();
  }

  /** Spoils the answer to the next write. */
  void spoilNext(Fault fault) {
    next.set(fault);
  }

  /** Whether a fault was ordered that has hit nothing yet. */
  boolean waits() {
    return next.get() != null;
  }

  /** How often a fault hit. */
  long hits(Fault fault) {
    return hits.getOrDefault(fault, 0L);
  }

  /** How often each fault hit, for people. */
  Map<Fault, Long> hits() {
    return Map.copyOf(hits);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = open(listener.accept());
        Socket upstream = open(new Socket(server.getAddress(), server.getPort()));
        Answers answers = new Answers(client);
        daemon(() -> relay(client, upstream, answers::request));
        daemon(() -> relay(upstream, client, answers::answer));
      } catch (IOException closed) {
        // the next one, if the proxy is not closed
      }
    }
  }

  private Socket open(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** What is done with bytes that were read; false closes the connection. */
  private interface Relay {
    boolean pass(byte[] buffer, int length, OutputStream out) throws IOException;
  }

  private static void relay(Socket from, Socket to, Relay relay) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int length = in.read(buffer);
      while (length >= 0 && relay.pass(buffer, length, out)) {
        length = in.read(buffer);
      }
    } catch (IOException ended) {
      // one end was closed: so is the other
    }
  }

  /** One client's connection: one request at a time, as MongoDB's protocol has it. */
  private final class Answers {
    private final Socket client;
    private volatile boolean write;
    private volatile boolean mute;

    Answers(Socket client) {
      this.client = client;
    }

    boolean request(byte[] buffer, int length, OutputStream out) throws IOException {
      write |= isWrite(buffer, length);
      out.write(buffer, 0, length);
      return true;
    }

    boolean answer(byte[] buffer, int length, OutputStream out) throws IOException {
      Fault fault = write ? next.getAndSet(null) : null;
      write = false;
      if (fault != null) {
        hits.merge(fault, 1L, Long::sum);
        if (fault == Fault.RESET_AFTER_APPLY) {
          client.setSoLinger(true, 0);
          client.close();
          return false;
        }
        mute |= fault == Fault.HALF_OPEN;
        if (fault == Fault.LATENCY) {
          LockSupport.parkNanos(LATENCY_NANOS);
        }
      }
      if (!mute) {
        out.write(buffer, 0, length);
      }
      return true;
    }
  }

  /**
   * How the BSON of a write command begins: a text whose name is that of the command. Near the
   * beginning: a document further on may hold the same bytes.
   */
  private static boolean isWrite(byte[] buffer, int length) {
    String head = new String(buffer, 0, Math.min(72, length), StandardCharsets.ISO_8859_1);
    return head.contains("\2update\0") || head.contains("\2insert\0");
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
