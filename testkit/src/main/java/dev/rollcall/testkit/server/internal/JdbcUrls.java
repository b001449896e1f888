package dev.rollcall.testkit.server.internal;

/** What may be shown of a JDBC URL. */
public final class JdbcUrls {

  private JdbcUrls() {}

  /** Host, port and database: options may hold a password, and so may what stands before an @. */
  public static String withoutSecrets(String jdbcUrl) {
    return jdbcUrl.replaceFirst("(?s)[?;].*$", "").replaceFirst("//[^/]*@", "//");
  }
}
