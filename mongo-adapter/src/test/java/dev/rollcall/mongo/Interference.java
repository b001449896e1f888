package dev.rollcall.mongo;

import com.mongodb.client.MongoCollection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bson.BsonDocument;

/** A collection in which something happens in place of a call, or just before it. */
final class Interference {

  /** What happens at a call: it makes the call, or does not. */
  interface Event {
    Object around(Call call) throws Throwable;
  }

  /** The call itself. */
  interface Call {
    Object proceed() throws Throwable;
  }

  private final String method;
  private final Deque<Event> events = new ArrayDeque<>();
  private int calls;

  private Interference(String method) {
    this.method = method;
  }

  /** With calls of this method. */
  static Interference with(String method) {
    return new Interference(method);
  }

  /** The next such call; calls after the last of these are left alone. */
  Interference next(Event event) {
    events.add(event);
    return this;
  }

  /** How many such calls were made. */
  int calls() {
    return calls;
  }

  @SuppressWarnings("unchecked")
  MongoCollection<BsonDocument> on(MongoCollection<BsonDocument> collection) {
    return (MongoCollection<BsonDocument>)
        Proxy.newProxyInstance(
            MongoCollection.class.getClassLoader(),
            new Class<?>[] {MongoCollection.class},
            (proxy, called, arguments) -> {
              Call call =
                  () -> {
                    try {
                      return called.invoke(collection, arguments);
                    } catch (InvocationTargetException failure) {
                      throw failure.getCause();
                    }
                  };
              if (!called.getName().equals(method)) {
                return call.proceed();
              }
              calls++;
              Event event = events.poll();
              return event == null ? call.proceed() : event.around(call);
            });
  }
}
