package dev.rollcall.faults.kill;

import dev.rollcall.testkit.network.TcpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy in front of a MongoDB. It spoils the answer to the next write it is told to: the
 * server has applied the write by then. Threadsafe.
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

  private static final long LATENCY_NANOS = 400_000_000;

  private final TcpProxy proxy;
  private final AtomicReference<@Nullable Fault> next = new AtomicReference<>();
  private final Map<Fault, Long> hits = new ConcurrentHashMap<>();

  FaultyProxy(InetSocketAddress server) {
    this.proxy = new TcpProxy(server, Answers::new);
  }

  /** Where clients connect. */
  int port() {
    return proxy.port();
  }

  /** Spoils the answer to the next write. */
  void spoilNext(Fault fault) {
    next.set(fault);
  }

  /** Whether a fault was ordered that has hit nothing yet. */
  boolean waits() {
    return next.get() != null;
  }

  /** How often each fault hit that did. */
  Map<Fault, Long> hits() {
    return Map.copyOf(hits);
  }

  /** One client's connection: one request at a time, as MongoDB's protocol has it. */
  private final class Answers implements TcpProxy.Script {
    private final Socket client;
    private volatile boolean write;
    private volatile boolean mute;

    Answers(Socket client) {
      this.client = client;
    }

    @Override
    public byte[] request(byte[] bytes) {
      write |= isWrite(bytes);
      return bytes;
    }

    @Override
    public byte[] answer(byte[] bytes) throws IOException {
      Fault fault = write ? next.getAndSet(null) : null;
      write = false;
      if (fault != null) {
        hits.merge(fault, 1L, Long::sum);
        if (fault == Fault.RESET_AFTER_APPLY) {
          client.setSoLinger(true, 0);
          client.close();
        } else if (fault == Fault.LATENCY) {
          LockSupport.parkNanos(LATENCY_NANOS);
        }
        mute |= fault == Fault.HALF_OPEN;
      }
      return mute ? new byte[0] : bytes;
    }
  }

  /**
   * How the BSON of a write command begins: a text whose name is that of the command. Near the
   * beginning: a document further on may hold the same bytes.
   */
  private static boolean isWrite(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(72, bytes.length), StandardCharsets.ISO_8859_1);
    return head.contains("\2update\0") || head.contains("\2insert\0");
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
