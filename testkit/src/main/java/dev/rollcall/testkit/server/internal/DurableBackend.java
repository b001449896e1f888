package dev.rollcall.testkit.server.internal;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;

/**
 * Writes what changed to its file before it answers. The backend alone does so once a second, and
 * what it had acknowledged since then would be gone after a {@code kill -9}: no database does that
 * to its users. It is not forced to the disk, so the machine must stay up.
 */
public final class DurableBackend extends H2Backend {

  public DurableBackend(Path file) {
    super(file.toString());
  }

  @Override
  public Document handleMessage(MongoMessage message) {
    Document answer = super.handleMessage(message);
    if (getMvStore().hasUnsavedChanges()) {
      commit();
    }
    return answer;
  }
}
