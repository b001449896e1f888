package dev.rollcall.testkit.randomuser;

/** How a reply of the {@link OfflineApi} can go wrong on demand; all were seen of the real API. */
public enum Fault {
  /** Status 429 with {@code {"error":…}}, without a hint when to come back. */
  RATE_LIMIT_429,
  /** As {@link #RATE_LIMIT_429}, with {@code Retry-After: 7} (seconds). */
  RATE_LIMIT_429_RETRY_AFTER,
  /** Status 500 with {@code {"error":…}}. */
  SERVER_ERROR_500,
  /** Status 503 with a few words of text. */
  UNAVAILABLE_503,
  /** Status 200 with an HTML page. */
  HTML_PAGE,
  /** Status 200 with {@code {"error":…}}. */
  ERROR_IN_200,
  /** Status 200 with {@code "results":[]}. */
  EMPTY_RESULTS,
  /** One user fewer than asked for. */
  ONE_USER_SHORT,
  /** Bytes that are not JSON from the middle on, of the announced length. */
  BROKEN_BODY,
  /** The connection ends in mid-body. */
  CUT_BODY,
  /** The reply begins after the delay of {@link OfflineApi#slowBy}. */
  SLOW_REPLY,
  /** The reply stops in mid-body for the delay of {@link OfflineApi#slowBy}, then is cut. */
  STALLED_BODY
}
