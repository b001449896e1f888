package dev.rollcall.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Between a driver and its server; swallows what it is given while it is told to. Threadsafe. */
final class SwallowingProxy implements AutoCloseable {

  private final ServerSocket listening;
  private final int port;
  private final List<Socket> sockets = new ArrayList<>();
  private volatile CountDownLatch open = new CountDownLatch(0);

  SwallowingProxy(int port) {
    this.port = port;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    daemon(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Connections are taken and bytes read, and nothing comes of either. */
  void swallow() {
    open = new CountDownLatch(1);
  }

  void passOn() {
    open.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        keep(client);
        daemon(
            () -> {
              open.await();
              Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
              keep(server);
              daemon(() -> pump(server, client));
              pump(client, server);
            });
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private void pump(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[8_192];
      for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
        open.await();
        out.write(bytes, 0, read);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException closed) {
                // the end of a connection
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private synchronized void keep(Socket socket) {
    sockets.add(socket);
  }

  @Override
  public synchronized void close() throws IOException {
    passOn();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
