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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonMaximumSizeExceededException;

/**
 * What the driver's errors mean to an engine. The server's own texts quote documents and the
 * driver's quote logins, so a message here holds a code and its name and, of the driver's errors,
 * only those of the network are kept as a cause. Threadsafe.
 */
final class MongoErrors {

  /** Largest document MongoDB stores, in bytes. {@value}. */
  static final int MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

  private static final int DOCUMENT_VALIDATION_FAILURE = 121;

  /** BSONObjectTooLarge and the two codes by which updates say so. */
  private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

  /** Unauthorized, AuthenticationFailed, InvalidNamespace and the like. */
  private static final Set<Integer> SETTINGS = Set.of(13, 18, 73, 79, 100, 166, 8000);

  /** Time-outs, step-downs, shut-downs, conflicts: the list of retryable errors and a few more. */
  private static final Set<Integer> TRANSIENT =
      Set.of(
          6, 7, 24, 46, 50, 63, 64, 84, 89, 91, 112, 133, 134, 150, 189, 234, 251, 262, 317, 384,
          9001, 10107, 11600, 11602, 13388, 13435, 13436, 16500);

  private static final Pattern INDEX = Pattern.compile(" index: (\\S+) dup key");

  private MongoErrors() {}

  /** The kind of a failed call on {@code where}. */
  static RollcallException of(String where, RuntimeException failure) {
    if (failure instanceof RollcallException already) {
      return already;
    }
    if (failure instanceof BsonMaximumSizeExceededException) {
      return tooLarge(where);
    }
    if (failure instanceof MongoInterruptedException) {
      Thread.currentThread().interrupt();
      return new TransientException(where + ": interrupted while waiting for MongoDB", failure);
    }
    if (failure instanceof MongoBulkWriteException bulk) {
      return ofBulk(where, bulk);
    }
    if (failure instanceof MongoSecurityException security) {
      return security.getCause() instanceof MongoSocketException socket
          ? of(where, socket)
          : new FatalException(
              where + ": MongoDB refuses the login; check user, password and authSource");
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
          where + ": MongoDB did not answer in time (" + named(failure) + "); is it reachable?");
    }
    if (failure instanceof MongoConfigurationException) {
      return new ConfigurationException(
          where + ": the driver refuses the connectionString; check its host name and options");
    }
    if (failure instanceof MongoException mongo) {
      return ofCode(where, mongo.getCode(), named(failure), isRetryable(mongo));
    }
    return new FatalException(
        where + ": the driver failed (" + named(failure) + "); this is a fault of Rollcall's use");
  }

  /** The kind of a write that the server refused, whatever the row or document was. */
  static RollcallException of(String where, BulkWriteError error) {
    return ofCode(where, error.getCode(), "write error", false);
  }

  /** True if a document of the same {@code _id}, or another unique value, is there already. */
  static boolean isDuplicateKey(BulkWriteError error) {
    return ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
  }

  /** True if it is the document's own data that the server refuses. */
  static boolean isOfData(BulkWriteError error) {
    return error.getCode() == DOCUMENT_VALIDATION_FAILURE || TOO_LARGE.contains(error.getCode());
  }

  /** Why the server refuses a document's data; quotes none of it. */
  static String reason(String where, BulkWriteError error) {
    if (isDuplicateKey(error)) {
      Matcher index = INDEX.matcher(error.getMessage());
      return "%s: a unique index%s has another document with these values; drop the index"
          .formatted(where, index.find() ? " (" + index.group(1) + ")" : "");
    }
    return TOO_LARGE.contains(error.getCode())
        ? tooLargeReason(where)
        : where + ": the collection's validator refuses it (code " + error.getCode() + ")";
  }

  /** The reason for a document over {@value #MAX_DOCUMENT_BYTES} bytes. */
  static String tooLargeReason(String where) {
    return where + ": got a document over 16 MB, expected at most " + MAX_DOCUMENT_BYTES + " bytes";
  }

  /** The end of a run whose aggregate documents do not fit. */
  static FatalException tooLarge(String where) {
    return new FatalException(
        tooLargeReason(where)
            + "; group by more columns or a shorter window, or drop a measure that keeps many values");
  }

  private static RollcallException ofBulk(String where, MongoBulkWriteException bulk) {
    if (bulk.getWriteConcernError() != null) {
      return new TransientException(
          where
              + ": MongoDB could not confirm the write on a majority (code "
              + bulk.getWriteConcernError().getCode()
              + ")");
    }
    return bulk.getWriteErrors().isEmpty()
        ? ofCode(where, bulk.getCode(), named(bulk), isRetryable(bulk))
        : of(where, bulk.getWriteErrors().get(0));
  }

  private static RollcallException ofCode(String where, int code, String what, boolean retryable) {
    String text = where + ": MongoDB answered with code " + code + " (" + what + ")";
    if (TOO_LARGE.contains(code)) {
      return tooLarge(where);
    }
    if (retryable || TRANSIENT.contains(code)) {
      return new TransientException(text);
    }
    if (SETTINGS.contains(code)) {
      return new FatalException(
          text + "; check the user's rights (readWrite) and the database's and collection's names");
    }
    return new FatalException(text + "; look the code up in MongoDB's list of error codes");
  }

  private static boolean isRetryable(MongoException failure) {
    return failure.hasErrorLabel("RetryableWriteError")
        || failure.hasErrorLabel("TransientTransactionError")
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
