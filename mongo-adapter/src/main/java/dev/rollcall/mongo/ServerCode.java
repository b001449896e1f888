package dev.rollcall.mongo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The error codes of MongoDB's servers that a run reacts to, by the server's own names. Any other
 * code ends the run.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/error-codes/">Error codes</a>
 */
enum ServerCode {
  // the network between servers, or to them
  HOST_UNREACHABLE(6),
  HOST_NOT_FOUND(7),
  NETWORK_TIMEOUT(89),
  POOLED_CONNECTIONS_DROPPED(145),
  TRANSPORT_SESSION_CLOSED(172),
  NETWORK_INTERFACE_EXCEEDED_TIME_LIMIT(202),
  DNS_HOST_NOT_FOUND(230, "DNSHostNotFound"),
  CLIENT_DISCONNECT(279),
  SPLIT_HORIZON_CHANGE(303),
  CONNECTION_POOL_EXPIRED(317),
  CONNECTION_ERROR(384),
  STREAM_TERMINATED(398),
  POOLED_CONNECTION_ACQUISITION_EXCEEDED_TIME_LIMIT(407),
  SOCKET_EXCEPTION(9001),
  CONFIG_SERVER_UNREACHABLE(56846),
  RETRIABLE_REMOTE_COMMAND_FAILURE(91331),
  // another primary, or none
  FAILED_TO_SATISFY_READ_PREFERENCE(133),
  NO_CONFIG_PRIMARY(149),
  PRIMARY_STEPPED_DOWN(189),
  REPLICA_SET_MONITOR_REMOVED(199),
  ELECTION_IN_PROGRESS(216),
  LEGACY_NOT_PRIMARY(10058),
  NOT_WRITABLE_PRIMARY(10107),
  INTERRUPTED_DUE_TO_REPL_STATE_CHANGE(11602),
  NOT_PRIMARY_NO_SECONDARY_OK(13435),
  NOT_PRIMARY_OR_SECONDARY(13436),
  // a majority that does not answer
  WRITE_CONCERN_TIMEOUT(64),
  READ_CONCERN_MAJORITY_NOT_AVAILABLE_YET(134),
  // shutting down
  CALLBACK_CANCELED(90),
  SHUTDOWN_IN_PROGRESS(91),
  SERVICE_EXECUTOR_IN_SHUTDOWN(333),
  CLOSE_CONNECTION_FOR_SHUTDOWN_COMMAND(372),
  INTERRUPTED_AT_SHUTDOWN(11600),
  // interrupted, or out of time
  LOCK_TIMEOUT(24),
  CURSOR_NOT_FOUND(43),
  MAX_TIME_MS_EXPIRED(50, "MaxTimeMSExpired"),
  QUERY_PLAN_KILLED(175),
  CURSOR_KILLED(237),
  EXCEEDED_TIME_LIMIT(262),
  TRANSACTION_COORDINATOR_STEPPING_DOWN(281),
  TRANSACTION_COORDINATOR_REACHED_ABORT_DECISION(282),
  TRANSACTION_EXCEEDED_LIFETIME_LIMIT_SECONDS(290),
  INTERRUPTED_DUE_TO_STORAGE_CHANGE(355),
  INTERRUPTED_DUE_TO_RESHARDING_CRITICAL_SECTION(453),
  INTERRUPTED(11601),
  CLIENT_MARKED_KILLED(46841),
  INTERRUPTED_DUE_TO_FCV_CHANGE(10045600, "InterruptedDueToFCVChange"),
  // conflicts that pass
  LOCK_BUSY(46),
  REMOTE_RESULTS_UNAVAILABLE(83),
  LOCK_FAILED(107),
  WRITE_CONFLICT(112),
  CONFLICTING_OPERATION_IN_PROGRESS(117),
  CURSOR_IN_USE(143),
  DATABASE_DROP_PENDING(215),
  INCOMPLETE_TRANSACTION_HISTORY(217),
  TRANSACTION_TOO_OLD(225),
  RETRY_CHANGE_STREAM(234),
  SNAPSHOT_TOO_OLD(239),
  SNAPSHOT_UNAVAILABLE(246),
  NO_SUCH_TRANSACTION(251),
  PREPARED_TRANSACTION_IN_PROGRESS(267),
  MIGRATION_CONFLICT(272),
  OBJECT_IS_BUSY(314),
  MOVE_PRIMARY_IN_PROGRESS(319),
  INTERNAL_TRANSACTION_NOT_SUPPORTED(358),
  RETRYABLE_TRANSACTION_IN_PROGRESS(363),
  USER_WRITES_BLOCKED(371),
  REAUTHENTICATION_REQUIRED(391),
  MIGRATION_BLOCKING_OPERATION_COORDINATOR_CLEANING_UP(406),
  UPDATES_STILL_PENDING(412),
  ADD_OR_REMOVE_SHARD_IN_PROGRESS(414),
  BACKGROUND_OPERATION_IN_PROGRESS_FOR_DATABASE(12586),
  BACKGROUND_OPERATION_IN_PROGRESS_FOR_NAMESPACE(12587),
  // routers that do not know yet where data has gone
  STALE_SHARD_VERSION(63),
  STALE_EPOCH(150),
  SHARDING_STATE_NOT_INITIALIZED(203),
  STALE_DB_VERSION(249),
  STALE_CHUNK_HISTORY(250),
  SHARD_CANNOT_REFRESH_DUE_TO_LOCKS_HELD(343),
  STALE_CONFIG(13388),
  // too much to do
  TOO_MANY_LOCKS(208),
  TOO_MANY_LOGICAL_SESSIONS(261),
  TOO_MANY_FILES_OPEN(264),
  TEMPORARILY_UNAVAILABLE(365),
  RESOURCE_EXHAUSTED(402),
  ADMISSION_QUEUE_OVERFLOW(433),
  RATE_LIMIT_EXCEEDED(449),
  POOLED_CONNECTION_ACQUISITION_REJECTED(450),
  INGRESS_REQUEST_RATE_LIMIT_EXCEEDED(462),
  /** Azure Cosmos DB's. */
  REQUEST_RATE_IS_LARGE(16500),

  USER_NOT_FOUND(11, Meaning.LOGIN),
  AUTHENTICATION_FAILED(18, Meaning.LOGIN),
  /** Atlas' word for a login that it refuses. */
  ATLAS_ERROR(8000, Meaning.LOGIN),

  UNAUTHORIZED(13, Meaning.SETTINGS),
  INVALID_NAMESPACE(73, Meaning.SETTINGS),
  UNKNOWN_REPL_WRITE_CONCERN(79, Meaning.SETTINGS),
  COMMAND_NOT_FOUND(59, Meaning.SETTINGS),
  UNSATISFIABLE_WRITE_CONCERN(100, Meaning.SETTINGS),
  COMMAND_NOT_SUPPORTED(115, Meaning.SETTINGS),
  COMMAND_NOT_SUPPORTED_ON_VIEW(166, Meaning.SETTINGS),
  DATABASE_DIFFER_CASE(13297, Meaning.SETTINGS),

  DOCUMENT_VALIDATION_FAILURE(121, Meaning.DATA),

  BSON_OBJECT_TOO_LARGE(10334, Meaning.TOO_LARGE, "BSONObjectTooLarge"),
  /** What an update says of a document that it would make too large. */
  RESULTING_DOCUMENT_TOO_LARGE(17419, Meaning.TOO_LARGE),
  /** As before, before the update was applied. */
  UPDATED_DOCUMENT_TOO_LARGE(17420, Meaning.TOO_LARGE);

  /** How a run reacts to a code. */
  enum Meaning {
    /** The same call may work later. */
    TRANSIENT,
    /** User or password. */
    LOGIN,
    /** Rights, names or the kind of deployment. */
    SETTINGS,
    /** The document's own data. */
    DATA,
    /** Its size. */
    TOO_LARGE
  }

  private static final Map<Integer, ServerCode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(each -> each.code, Function.identity()));

  private final int code;
  private final Meaning meaning;
  private final String spelling;

  ServerCode(int code) {
    this(code, Meaning.TRANSIENT);
  }

  ServerCode(int code, String spelling) {
    this(code, Meaning.TRANSIENT, spelling);
  }

  ServerCode(int code, Meaning meaning) {
    this.code = code;
    this.meaning = meaning;
    this.spelling =
        Arrays.stream(name().split("_", -1))
            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
  }

  /** For a name with several capitals in a row. */
  ServerCode(int code, Meaning meaning, String spelling) {
    this.code = code;
    this.meaning = meaning;
    this.spelling = spelling;
  }

  static Optional<ServerCode> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** True if the code is known and means that. */
  static boolean means(int code, Meaning meaning) {
    return of(code).map(known -> known.meaning == meaning).orElse(false);
  }

  /** For messages, in the server's spelling: {@code 91 ShutdownInProgress}; or the number alone. */
  static String text(int code) {
    return of(code).map(known -> code + " " + known.spelling).orElse(String.valueOf(code));
  }
}
