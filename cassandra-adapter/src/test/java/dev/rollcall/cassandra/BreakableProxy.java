package dev.rollcall.cassandra;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on the loopback interface that can be cut and made to swallow answers. Threadsafe.
 */
final class BreakableProxy implements Closeable {

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile boolean mute;

  BreakableProxy(InetSocketAddress server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Closes all connections, and every new one at once. */
  void cut() {
    cut = true;
    sockets.forEach(BreakableProxy::closeQuietly);
  }

  /** Requests still reach the server; its answers no longer come back. */
  void muteAnswers() {
    mute = true;
  }

  /** Lets everything through again; what was swallowed stays so. */
  void mend() {
    cut = false;
    mute = false;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        if (cut) {
          closeQuietly(client);
          continue;
        }
        Socket upstream = new Socket(server.getAddress(), server.getPort());
        sockets.add(upstream);
        daemon(() -> pump(client, upstream, false));
        daemon(() -> pump(upstream, client, true));
      } catch (IOException closed) {
        // the next one, if the proxy is not closed
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[16_384];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!(answers && mute)) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException ended) {
      // one end was closed: so is the other
    } finally {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "breakable-proxy");
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
    cut();
  }
}
