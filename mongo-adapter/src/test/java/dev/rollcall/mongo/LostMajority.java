package dev.rollcall.mongo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/**
 * A primary whose secondaries are gone: it takes each write, waits for its majority and says that
 * it timed out. What it took is not seen by reads by majority, or is, as one likes; it is when the
 * secondaries are back.
 */
final class LostMajority implements ReplyProxy.Script {

  private static final Set<String> WRITES = Set.of("insert", "update");

  private final boolean seenAtOnce;
  private final Deque<ReplyProxy.Call> taken = new ArrayDeque<>();
  private final AtomicInteger timeouts = new AtomicInteger();
  private int left;

  /** For so many writes; then the secondaries are back. */
  LostMajority(int writes, boolean seenAtOnce) {
    this.left = writes;
    this.seenAtOnce = seenAtOnce;
  }

  /** How many writes were answered so. */
  int timeouts() {
    return timeouts.get();
  }

  /** What was taken is seen by all. */
  synchronized void secondariesAreBack() throws IOException {
    while (!taken.isEmpty()) {
      taken.remove().forward();
    }
    left = 0;
  }

  @Override
  public BsonDocument answer(BsonDocument command, ReplyProxy.Call call) throws IOException {
    if (!WRITES.contains(ReplyProxy.name(command))) {
      return call.forward();
    }
    synchronized (this) {
      if (left == 0) {
        secondariesAreBack();
        return call.forward();
      }
      left--;
      timeouts.incrementAndGet();
      if (seenAtOnce) {
        return timedOut(call.forward());
      }
      taken.add(call);
      return timedOut(applied(command));
    }
  }

  private static BsonDocument applied(BsonDocument command) {
    boolean inserts = ReplyProxy.name(command).equals("insert");
    int size = command.getArray(inserts ? "documents" : "updates").size();
    BsonDocument reply = new BsonDocument("ok", new BsonInt32(1)).append("n", new BsonInt32(size));
    return inserts ? reply : reply.append("nModified", new BsonInt32(size));
  }

  private static BsonDocument timedOut(BsonDocument reply) {
    return reply.append(
        "writeConcernError",
        new BsonDocument("code", new BsonInt32(64))
            .append("codeName", new BsonString("WriteConcernTimeout"))
            .append("errmsg", new BsonString("waiting for replication timed out"))
            .append("errInfo", new BsonDocument("wtimeout", BsonBoolean.TRUE)));
  }
}
