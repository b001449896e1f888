package dev.rollcall.testkit.server.internal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One real request over a plain socket: a server that answers it is ready. Threadsafe. */
public enum Probe {
  /** Asks for the cluster's brokers: ready is a broker that the controller lets clients see. */
  KAFKA {
    @Override
    boolean answered(DataOutputStream out, DataInputStream in) throws IOException {
      byte[] client = "rollcall".getBytes(StandardCharsets.US_ASCII);
      out.writeInt(2 + 2 + 4 + 2 + client.length + 4);
      out.writeShort(METADATA);
      out.writeShort(1); // version
      out.writeInt(CORRELATION);
      out.writeShort(client.length);
      out.write(client);
      out.writeInt(0); // of no topic
      out.flush();
      int length = in.readInt();
      int correlation = in.readInt();
      int brokers = in.readInt();
      return length > 8 && correlation == CORRELATION && brokers > 0;
    }
  },

  /** Asks for the options of the native protocol: ready is the answer that lists them. */
  CQL {
    @Override
    boolean answered(DataOutputStream out, DataInputStream in) throws IOException {
      out.writeByte(4); // version of a request
      out.writeByte(0); // flags
      out.writeShort(0); // stream
      out.writeByte(OPTIONS);
      out.writeInt(0); // no body
      out.flush();
      int version = in.readUnsignedByte();
      in.readByte();
      in.readShort();
      return version == (0x80 | 4) && in.readByte() == SUPPORTED;
    }
  },

  /** Begins a session: ready is a server that asks for a login or lets the user in. */
  POSTGRES {
    @Override
    boolean answered(DataOutputStream out, DataInputStream in) throws IOException {
      byte[] options = "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
      out.writeInt(4 + 4 + options.length);
      out.writeInt(POSTGRES_PROTOCOL);
      out.write(options);
      out.flush();
      return in.readByte() == 'R';
    }
  },

  /** Only listens: ready is a server that greets with its protocol's version. */
  MYSQL {
    @Override
    boolean answered(DataOutputStream out, DataInputStream in) throws IOException {
      in.readInt(); // length and number of the packet
      return in.readByte() == MYSQL_PROTOCOL;
    }
  };

  private static final int METADATA = 3;
  private static final int CORRELATION = 7;
  private static final int OPTIONS = 5;
  private static final int SUPPORTED = 6;
  private static final int POSTGRES_PROTOCOL = 3 << 16;
  private static final int MYSQL_PROTOCOL = 10;
  private static final int TIMEOUT_MS = 2_000;

  /** Whether the server at {@code port} of the loopback interface is ready; never throws. */
  boolean isReady(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      return answered(
          new DataOutputStream(socket.getOutputStream()),
          new DataInputStream(socket.getInputStream()));
    } catch (IOException notYet) {
      return false;
    }
  }

  abstract boolean answered(DataOutputStream out, DataInputStream in) throws IOException;
}
