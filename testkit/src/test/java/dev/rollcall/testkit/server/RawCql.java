package dev.rollcall.testkit.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** As much of the native protocol (version 4) as a test of the server needs; no driver is here. */
final class RawCql implements AutoCloseable {

  private static final int ERROR = 0;
  private static final int STARTUP = 1;
  private static final int QUERY = 7;
  private static final int CONSISTENCY_ONE = 1;

  private final Socket socket;
  private final DataOutputStream out;
  private final DataInputStream in;

  RawCql(InetSocketAddress address) throws IOException {
    socket = new Socket(address.getAddress(), address.getPort());
    socket.setSoTimeout(60_000);
    out = new DataOutputStream(socket.getOutputStream());
    in = new DataInputStream(socket.getInputStream());
    ByteBuffer options = ByteBuffer.allocate(64).putShort((short) 1);
    putShortString(options, "CQL_VERSION");
    putShortString(options, "3.0.0");
    call(STARTUP, options);
  }

  /** The bytes of the answer, read as text: enough to look for a word in them. */
  String query(String statement) throws IOException {
    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(text.length + 7);
    body.putInt(text.length).put(text).putShort((short) CONSISTENCY_ONE).put((byte) 0);
    return call(QUERY, body);
  }

  private String call(int opcode, ByteBuffer body) throws IOException {
    out.write(new byte[] {4, 0, 0, 0, (byte) opcode});
    out.writeInt(body.position());
    out.write(body.array(), 0, body.position());
    out.flush();
    in.readInt(); // version, flags, stream
    int answer = in.readUnsignedByte();
    String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    if (answer == ERROR) {
      throw new IOException(text);
    }
    return text;
  }

  private static void putShortString(ByteBuffer target, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    target.putShort((short) bytes.length).put(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
