package dev.rollcall.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.bulk.BulkWriteError;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.error.TransientException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonMaximumSizeExceededException;

/**
 * Maps the driver's errors to Rollcall's four kinds. The server's texts quote documents and the
 * driver's quote logins, so a message here has the code and its name only, and only network errors
 * are kept as a cause. Threadsafe.
 */
final class MongoErrors {

  /** Largest document MongoDB stores, in bytes. {@value}. */
  static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

  /** The index that makes {@code _id} unique. */
  private static final String ID_INDEX = "_id_";

  /** MongoDB's wording and DocumentDB's; what follows quotes values. */
  private static final Pattern INDEX =
      Pattern.compile(" index: '?(.+?)'?\\s+dup key| Index '([^']+)'");

  private final String where;
  private final ServerReports servers;

  MongoErrors(String where, ServerReports servers) {
    this.where = where;
    this.servers = servers;
  }

  /** Begins every message: target and collection. */
  String where() {
    return where;
  }

  /** The kind of a failed call. */
  RollcallException of(RuntimeException failure) {
    if (failure instanceof RollcallException already) {
      return already;
    }
    if (failure instanceof BsonMaximumSizeExceededException) {
      return tooLarge();
    }
    if (failure instanceof MongoInterruptedException) {
      Thread.currentThread().interrupt();
      return new TransientException(where + ": interrupted while waiting for MongoDB", failure);
    }
    if (failure instanceof MongoBulkWriteException bulk) {
      return ofBulk(bulk);
    }
    if (failure instanceof MongoSecurityException security) {
      return ofLogin(security);
    }
    if (failure instanceof MongoSocketException
        || failure instanceof MongoServerUnavailableException
        || failure instanceof MongoConnectionPoolClearedException) {
      return new TransientException(
          where + ": the connection to MongoDB failed (" + named(failure) + ")", failure);
    }
    if (failure instanceof MongoTimeoutException
        || failure instanceof MongoCursorNotFoundException
        || failure instanceof MongoWriteConcernException) {
      return new TransientException(
          "%s: MongoDB did not answer in time (%s); %s"
              .formatted(where, named(failure), servers.trouble().orElse("is it reachable?")));
    }
    if (failure instanceof MongoConfigurationException) {
      return new ConfigurationException(
          where + ": the driver refuses the connectionString; check its host name and options");
    }
    if (failure instanceof MongoException mongo) {
      return ofCode(mongo.getCode(), named(failure), isRetryable(mongo));
    }
    return new FatalException(
        where
            + ": the driver failed ("
            + named(failure)
            + "); close nothing that is in use, else report it");
  }

  /** The kind of a write that the server refused, whatever the row or document was. */
  RollcallException of(BulkWriteError error) {
    return ofCode(error.getCode(), "write error", false);
  }

  /** Whether a document of the same {@code _id}, or of another unique value, already exists. */
  static boolean isDuplicateKey(BulkWriteError error) {
    return ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
  }

  /** Whether a unique index other than {@code _id}'s rejects it, which it always will. */
  static boolean isOfAnotherIndex(BulkWriteError error) {
    return isDuplicateKey(error) && index(error).map(name -> !name.equals(ID_INDEX)).orElse(false);
  }

  /** Whether {@code _id} rejects it. */
  static boolean isOfTheKey(BulkWriteError error) {
    return isDuplicateKey(error) && index(error).map(ID_INDEX::equals).orElse(false);
  }

  /** Whether the user lacks a right that the call needs. */
  static boolean isOfRights(RuntimeException failure) {
    if (failure instanceof MongoBulkWriteException bulk) {
      return bulk.getWriteErrors().stream().anyMatch(error -> isOfRights(error.getCode()));
    }
    return failure instanceof MongoCommandException command && isOfRights(command.getCode());
  }

  private static boolean isOfRights(int code) {
    return ServerCode.of(code)
        .filter(known -> known == ServerCode.UNAUTHORIZED || known == ServerCode.ATLAS_ERROR)
        .isPresent();
  }

  private static Optional<String> index(BulkWriteError error) {
    Matcher index = INDEX.matcher(error.getMessage());
    return index.find()
        ? Optional.of(index.group(1) == null ? index.group(2) : index.group(1))
        : Optional.empty();
  }

  /** Whether the server rejects the document's own data. */
  static boolean isOfData(BulkWriteError error) {
    return ServerCode.means(error.getCode(), ServerCode.Meaning.DATA)
        || ServerCode.means(error.getCode(), ServerCode.Meaning.TOO_LARGE);
  }

  /** Why the server rejects a document's data; quotes none of it. */
  String reason(BulkWriteError error) {
    if (isDuplicateKey(error)) {
      return "%s: a unique index%s has another document with these values; drop the index"
          .formatted(where, index(error).map(name -> " (" + name + ")").orElse(""));
    }
    return ServerCode.means(error.getCode(), ServerCode.Meaning.TOO_LARGE)
        ? tooLargeReason()
        : where
            + ": the collection's validator refuses it (code "
            + ServerCode.text(error.getCode())
            + ")";
  }

  /** The reason for a document over {@value #MAX_DOCUMENT_BYTES} bytes. */
  String tooLargeReason() {
    return where + ": got a document over 16 MB, expected at most " + MAX_DOCUMENT_BYTES + " bytes";
  }

  /** The end of a run whose aggregate documents do not fit. */
  FatalException tooLarge() {
    return new FatalException(
        tooLargeReason()
            + "; group by more columns or a shorter window, or drop a measure that keeps many values");
  }

  /**
   * A failed login is mapped by its cause. A rejected one ends the run, unless this client has
   * logged in before: then the servers changed, and may change again.
   */
  private RollcallException ofLogin(MongoSecurityException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof MongoException mongo && !isOfLogin(mongo)) {
      return of(mongo);
    }
    return servers.hasConnected()
        ? new TransientException(
            where + ": MongoDB refuses the login, which it took before; was the password changed?")
        : new FatalException(
            where + ": MongoDB refuses the login; check user, password and authSource");
  }

  private static boolean isOfLogin(MongoException failure) {
    return failure instanceof MongoSecurityException
        || (failure instanceof MongoCommandException
            && ServerCode.means(failure.getCode(), ServerCode.Meaning.LOGIN));
  }

  private RollcallException ofBulk(MongoBulkWriteException bulk) {
    if (bulk.getWriteConcernError() != null) {
      return new TransientException(
          where
              + ": MongoDB could not confirm the write on a majority (code "
              + ServerCode.text(bulk.getWriteConcernError().getCode())
              + ")");
    }
    return bulk.getWriteErrors().isEmpty()
        ? ofCode(bulk.getCode(), named(bulk), isRetryable(bulk))
        : of(bulk.getWriteErrors().get(0));
  }

  private RollcallException ofCode(int code, String what, boolean retryable) {
    String text =
        "%s: MongoDB answered with code %s (%s)".formatted(where, ServerCode.text(code), what);
    if (ServerCode.means(code, ServerCode.Meaning.TOO_LARGE)) {
      return tooLarge();
    }
    if (retryable || ServerCode.means(code, ServerCode.Meaning.TRANSIENT)) {
      return new TransientException(text);
    }
    if (ServerCode.means(code, ServerCode.Meaning.SETTINGS)
        || ServerCode.means(code, ServerCode.Meaning.LOGIN)) {
      return new FatalException(
          text + "; check the user's rights (readWrite) and the database's and collection's names");
    }
    return new FatalException(text + "; look the code up in MongoDB's list of error codes");
  }

  private static boolean isRetryable(MongoException failure) {
    return failure.hasErrorLabel("RetryableWriteError")
        || failure.hasErrorLabel("TransientTransactionError")
        || failure.hasErrorLabel("SystemOverloadedError")
        || failure.hasErrorLabel("RetryableError");
  }

  private static String named(RuntimeException failure) {
    String name = failure.getClass().getSimpleName();
    if (failure instanceof MongoCommandException command && !command.getErrorCodeName().isEmpty()) {
      return command.getErrorCodeName();
    }
    return failure instanceof MongoClientException ? "driver: " + name : name;
  }
}
