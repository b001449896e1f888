package dev.rollcall.cassandra;

import dev.rollcall.testkit.network.TcpProxy;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A proxy that can be cut and made to swallow answers. Threadsafe. */
final class BreakableProxy implements Closeable, TcpProxy.Script {

  private final TcpProxy proxy;
  private volatile boolean cut;
  private volatile boolean mute;

  BreakableProxy(InetSocketAddress server) {
    this.proxy = new TcpProxy(server, client -> this);
  }

  String address() {
    return "127.0.0.1:" + proxy.port();
  }

  /** Closes all connections, and every new one at its first byte. */
  void cut() {
    cut = true;
    proxy.closeConnections();
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

  @Override
  public byte[] request(byte[] bytes) throws IOException {
    if (cut) {
      throw new IOException("cut");
    }
    return bytes;
  }

  @Override
  public byte[] answer(byte[] bytes) {
    return mute ? new byte[0] : bytes;
  }

  @Override
  public void close() throws IOException {
    proxy.close();
  }
}
