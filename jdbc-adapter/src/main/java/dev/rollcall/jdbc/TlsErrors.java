package dev.rollcall.jdbc;

import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Explains why a connection failed because of TLS. Drivers report it as a lost connection, but
 * retrying does not help. Threadsafe.
 */
final class TlsErrors {

  /** No connection came about. */
  private static final Set<String> NOT_CONNECTED = Set.of("08001", "08004");

  private TlsErrors() {}

  /** What is wrong; empty if TLS is not to blame, or if the connection was merely cut. */
  static Optional<String> problem(SQLException failure) {
    if (!isOfConnecting(failure)
        || has(failure, EOFException.class)
        || has(failure, SocketException.class)
        || has(failure, SocketTimeoutException.class)
        || has(failure, UnknownHostException.class)) {
      return Optional.empty();
    }
    String error = messages(failure);
    if (has(failure, CertificateExpiredException.class)) {
      return problem("the server's certificate has expired; renew it");
    }
    if (has(failure, CertificateNotYetValidException.class)) {
      return problem("the server's certificate is not valid yet; check the clocks");
    }
    if (has(failure, SSLPeerUnverifiedException.class)
        || error.contains("hostnameverifier")
        || error.contains("hostname verification failed")) {
      return problem("the server's certificate is for another host; connect by the name in it");
    }
    if (has(failure, CertPathBuilderException.class)
        || has(failure, CertPathValidatorException.class)
        || has(failure, CertificateException.class)) {
      return problem(
          "the server's certificate is not trusted; give the driver its issuer's (PostgreSQL:"
              + " sslrootcert, MySQL and MariaDB: serverSslCert)");
    }
    if (error.contains("require_secure_transport")) {
      return problem("the server takes connections with TLS only; set sslMode");
    }
    if (error.contains("ssl not enabled in the server") || isRefusal(failure)) {
      return problem(
          "the server has no TLS, but the url asks for it; switch it on there or off here");
    }
    if (isWithoutEntry(failure)) {
      return Optional.of(
          "pg_hba.conf of the server has no line for this user, database and address, or only one"
              + " for connections with TLS (sslmode=require)");
    }
    if (has(failure, SSLException.class)) {
      return isOfHandshake(failure, error) ? problem(handshake(error)) : Optional.empty();
    }
    return isOfPostgresDriver(failure) && String.valueOf(failure.getMessage()).contains("SSL")
        ? problem("check the driver's options of TLS and the files they name")
        : Optional.empty();
  }

  /** Other messages quote values, which may say anything. */
  private static boolean isOfConnecting(SQLException failure) {
    String state = JdbcErrors.state(failure);
    return state.startsWith("08")
        || state.startsWith("28")
        || failure.getErrorCode() == MysqlCodes.TLS_ONLY
        || has(failure, SSLException.class);
  }

  /**
   * Any other {@link SSLException} may be of a connection that was made and then broke, by a record
   * that was changed on its way or an end without a word; the next one may hold.
   */
  private static boolean isOfHandshake(SQLException failure, String error) {
    return NOT_CONNECTED.contains(JdbcErrors.state(failure))
        || has(failure, SSLHandshakeException.class)
        || isOfFirstRecord(error);
  }

  /** Java's words of a peer whose very first bytes are no TLS. */
  private static boolean isOfFirstRecord(String error) {
    return error.contains("unrecognized ssl message") || error.contains("plaintext");
  }

  private static Optional<String> problem(String why) {
    return Optional.of("TLS failed: " + why);
  }

  private static String handshake(String error) {
    if (isOfFirstRecord(error)) {
      return "the other side does not speak it";
    }
    if (error.contains("protocol") || error.contains("handshake_failure")) {
      return "both sides have no version or cipher in common";
    }
    return error.contains("certificate") || error.contains("unknown_ca")
        ? "the server wants another certificate of the client, or one at all"
        : "check certificates, versions and ciphers of both sides";
  }

  /** Of the driver's own messages, which are translated, this word is in all. */
  private static boolean isRefusal(SQLException failure) {
    return isOfPostgresDriver(failure)
        && "08004".equals(failure.getSQLState())
        && String.valueOf(failure.getMessage()).contains("SSL");
  }

  private static boolean isWithoutEntry(SQLException failure) {
    return "28000".equals(failure.getSQLState())
        && ServerFields.routine(failure).filter("ClientAuthentication"::equals).isPresent();
  }

  private static boolean isOfPostgresDriver(SQLException failure) {
    return failure.getClass().getName().startsWith("org.postgresql.")
        && !ServerFields.isOfServer(failure)
        && String.valueOf(failure.getSQLState()).startsWith("08");
  }

  /** For matching only; never shown. */
  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable next = failure; next != null; next = next.getCause()) {
      all.append(next.getMessage()).append('\n');
    }
    return all.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    return JdbcErrors.find(failure, kind::isInstance).isPresent();
  }
}
