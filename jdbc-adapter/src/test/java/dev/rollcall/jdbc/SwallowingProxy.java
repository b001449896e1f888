package dev.rollcall.jdbc;

import dev.rollcall.testkit.network.TcpProxy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** Between a driver and its server; swallows what it is given while it is told to. Threadsafe. */
final class SwallowingProxy implements AutoCloseable, TcpProxy.Script {

  private final TcpProxy proxy;
  private volatile CountDownLatch open = new CountDownLatch(0);

  SwallowingProxy(int port) {
    this.proxy =
        new TcpProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), client -> this);
  }

  int port() {
    return proxy.port();
  }

  /** Connections are taken and bytes read, and nothing comes of either. */
  void swallow() {
    open = new CountDownLatch(1);
  }

  void passOn() {
    open.countDown();
  }

  @Override
  public byte[] request(byte[] bytes) throws IOException {
    return awaitOpen(bytes);
  }

  @Override
  public byte[] answer(byte[] bytes) throws IOException {
    return awaitOpen(bytes);
  }

  private byte[] awaitOpen(byte[] bytes) throws IOException {
    try {
      open.await();
      return bytes;
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  @Override
  public void close() throws IOException {
    passOn();
    proxy.close();
  }
}
