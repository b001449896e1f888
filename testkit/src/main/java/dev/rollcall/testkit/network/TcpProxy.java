package dev.rollcall.testkit.network;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A TCP proxy on the loopback interface in front of a server, whose connections follow a script.
 * Threadsafe if the scripts are.
 */
public final class TcpProxy implements Closeable {

  /** What becomes of the bytes of one connection; if it throws, the connection is closed. */
  public interface Script {

    /** The bytes that the server gets in place of these, none of them if it gets none. */
    default byte[] request(byte[] bytes) throws IOException {
      return bytes;
    }

    /** The bytes that the client gets in place of these. */
    default byte[] answer(byte[] bytes) throws IOException {
      return bytes;
    }
  }

  private interface Relay {
    byte[] relay(byte[] bytes) throws IOException;
  }

  private static final int BUFFER = 1 << 16;

  private final InetSocketAddress server;
  private final Function<Socket, Script> scripts;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * A proxy that listens on a free port.
   *
   * @param server where requests go
   * @param scripts makes the script of a connection, which may close the client's socket
   */
  public TcpProxy(InetSocketAddress server, Function<Socket, Script> scripts) {
    this.server = server;
    this.scripts = scripts;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** Where clients connect, on 127.0.0.1. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Closes all connections. */
  public void closeConnections() {
    sockets.forEach(TcpProxy::closeQuietly);
    sockets.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = open(listener.accept());
        Script script = scripts.apply(client);
        Socket upstream = open(new Socket(server.getAddress(), server.getPort()));
        daemon(() -> relay(client, upstream, script::request));
        daemon(() -> relay(upstream, client, script::answer));
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

  private static void relay(Socket from, Socket to, Relay relay) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        to.getOutputStream().write(relay.relay(Arrays.copyOf(buffer, length)));
      }
    } catch (IOException ended) {
      // one end was closed: so is the other
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // it was meant to be
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    closeConnections();
  }
}
