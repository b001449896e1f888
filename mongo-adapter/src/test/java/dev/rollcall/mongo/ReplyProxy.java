package dev.rollcall.mongo;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;

/**
 * Stands between the driver and a server that speaks MongoDB's protocol: sees each command and
 * decides what the driver is told, and whether the server is told of it, now, later or never. It
 * knows OP_MSG and the old form of the handshake. Close it and every connection breaks.
 */
final class ReplyProxy implements AutoCloseable {

  private static final int HEADER = 16;
  private static final int OP_REPLY = 1;
  private static final int OP_QUERY = 2004;
  private static final int OP_MSG = 2013;
  private static final Set<Integer> OP_CODES = Set.of(OP_REPLY, OP_QUERY, OP_MSG);
  private static final int REPLY_FIELDS = 20;

  /** What is answered to a command. */
  interface Script {
    BsonDocument answer(BsonDocument command, Call call) throws IOException;
  }

  /** A command on its way to the server. */
  interface Call {
    /** Sends it; what the server says. */
    BsonDocument forward() throws IOException;
  }

  private final int upstreamPort;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile Script script = (command, call) -> call.forward();

  /** In front of the server that listens on this port of the loopback interface. */
  ReplyProxy(int upstreamPort) {
    this.upstreamPort = upstreamPort;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** From now on. */
  void play(Script next) {
    script = next;
  }

  String connectionString(String options) {
    return "mongodb://127.0.0.1:" + server.getLocalPort() + "/?" + options;
  }

  /** The name of a command is its first field. */
  static String name(BsonDocument command) {
    return command.getFirstKey();
  }

  /** True for the handshake and the heartbeats. */
  static boolean isHello(BsonDocument command) {
    return Set.of("hello", "ismaster", "isMaster").contains(name(command));
  }

  /** Every connection breaks; the driver opens others. */
  void breakConnections() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sockets.clear();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "reply-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        daemon(() -> serve(client));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private Socket upstream() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), upstreamPort);
    sockets.add(socket);
    return socket;
  }

  private void serve(Socket client) {
    try (client;
        Socket own = upstream()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      while (true) {
        byte[] request = message(in);
        BsonDocument reply =
            script.answer(
                command(request),
                () -> {
                  // one that was held back comes when its connection may be gone
                  try (Socket fresh = own.isClosed() ? upstream() : null) {
                    return exchange(fresh == null ? own : fresh, request);
                  }
                });
        out.write(reply(request, reply));
        out.flush();
      }
    } catch (IOException | RuntimeException ended) {
      // a connection that is gone; the driver opens another
    }
  }

  private static BsonDocument exchange(Socket server, byte[] request) throws IOException {
    synchronized (server) {
      server.getOutputStream().write(request);
      server.getOutputStream().flush();
      return document(message(new DataInputStream(server.getInputStream())));
    }
  }

  private static byte[] message(DataInputStream in) throws IOException {
    byte[] header = new byte[HEADER];
    in.readFully(header);
    if (!OP_CODES.contains(opCode(header))) {
      // a server closes the connection of whoever speaks something else, such as TLS
      throw new IOException("not a message");
    }
    byte[] message = Arrays.copyOf(header, little(header).getInt(0));
    in.readFully(message, HEADER, message.length - HEADER);
    return message;
  }

  /** The command with the documents of its sequences as arrays. */
  private static BsonDocument command(byte[] request) {
    ByteBuffer bytes = little(request);
    bytes.position(HEADER);
    int flags = bytes.getInt();
    if (opCode(request) == OP_QUERY) {
      while (bytes.get() != 0) {
        // the collection's name
      }
      bytes.position(bytes.position() + 2 * Integer.BYTES);
      return next(bytes);
    }
    if (flags != 0) {
      throw new IllegalStateException("flags of OP_MSG: " + flags);
    }
    BsonDocument command = new BsonDocument();
    while (bytes.hasRemaining()) {
      if (bytes.get() == 0) {
        BsonDocument body = next(bytes);
        body.putAll(command);
        command = body;
      } else {
        int end = bytes.position() + bytes.getInt(bytes.position());
        bytes.getInt();
        StringBuilder name = new StringBuilder();
        for (byte b = bytes.get(); b != 0; b = bytes.get()) {
          name.append((char) b);
        }
        List<BsonDocument> sequence = new ArrayList<>();
        while (bytes.position() < end) {
          sequence.add(next(bytes));
        }
        command.put(name.toString(), new BsonArray(sequence));
      }
    }
    return command;
  }

  private static BsonDocument document(byte[] reply) {
    ByteBuffer bytes = little(reply);
    bytes.position(HEADER + (opCode(reply) == OP_REPLY ? REPLY_FIELDS : Integer.BYTES + 1));
    return next(bytes);
  }

  private static BsonDocument next(ByteBuffer bytes) {
    int length = bytes.getInt(bytes.position());
    RawBsonDocument raw = new RawBsonDocument(bytes.array(), bytes.position(), length);
    bytes.position(bytes.position() + length);
    return raw.decode(new BsonDocumentCodec());
  }

  private static byte[] reply(byte[] request, BsonDocument document) {
    BsonDocument plain = new BsonDocument();
    new BsonDocumentCodec()
        .encode(new BsonDocumentWriter(plain), document, EncoderContext.builder().build());
    ByteBuffer raw = new RawBsonDocument(plain, new BsonDocumentCodec()).getByteBuffer().asNIO();
    boolean old = opCode(request) == OP_QUERY;
    int length = HEADER + (old ? REPLY_FIELDS : Integer.BYTES + 1) + raw.remaining();
    ByteBuffer bytes = little(new byte[length]);
    bytes.putInt(length).putInt(1).putInt(little(request).getInt(Integer.BYTES));
    bytes.putInt(old ? OP_REPLY : OP_MSG).putInt(0);
    if (old) {
      bytes.putLong(0).putInt(0).putInt(1);
    } else {
      bytes.put((byte) 0);
    }
    return bytes.put(raw).array();
  }

  private static int opCode(byte[] message) {
    return little(message).getInt(3 * Integer.BYTES);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    try {
      server.close();
      breakConnections();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
