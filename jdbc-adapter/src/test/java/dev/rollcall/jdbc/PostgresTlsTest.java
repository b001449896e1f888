package dev.rollcall.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.error.FatalException;
import dev.rollcall.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real driver of PostgreSQL says when TLS fails, with a server that begins a login. */
class PostgresTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  private static SSLContext tls;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=other.example", "-keystore", keys);
    keytool("-exportcert", "-rfc", "-keystore", keys, "-file", folder.resolve("ca.pem"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
  }

  @Test
  void aCertificateThatNobodyTrustsIsToldAsSuch() throws IOException {
    assertThat(
            refusal(
                PostgresTlsTest::encrypted,
                "sslmode=verify-ca&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"))
        .contains("TLS failed: the server's certificate is not trusted");
  }

  @Test
  void aCertificateOfAnotherHostIsToldAsSuch() throws IOException {
    assertThat(
            refusal(
                PostgresTlsTest::encrypted,
                "sslmode=verify-full&sslrootcert=" + folder.resolve("ca.pem")))
        .contains("TLS failed: the server's certificate is for another host");
  }

  @Test
  void aServerWithoutTlsIsToldAsSuch() throws IOException {
    assertThat(refusal(client -> client.getOutputStream().write('N'), "sslmode=require"))
        .contains("TLS failed: the server has no TLS");
  }

  @Test
  void aPortThatSpeaksSomethingElseIsToldAsSuch() throws IOException {
    assertThat(
            refusal(
                client -> {
                  client.getOutputStream().write('S');
                  client.getInputStream().read();
                  client
                      .getOutputStream()
                      .write(
                          "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                },
                "sslmode=require"))
        .contains("TLS failed: the other side does not speak it");
  }

  @Test
  void aFileOfCertificatesThatIsNotThereIsToldAsSuch() throws IOException {
    assertThat(
            refusal(
                PostgresTlsTest::encrypted,
                "sslmode=verify-full&sslrootcert=" + folder.resolve("none.pem")))
        .contains("TLS failed: check the driver's options of TLS and the files they name")
        .doesNotContain("none.pem");
  }

  private interface Answer {
    void to(Socket client) throws IOException;
  }

  private static void encrypted(Socket client) throws IOException {
    client.getOutputStream().write('S');
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true);
    socket.setUseClientMode(false);
    socket.startHandshake();
    socket.getInputStream().read();
  }

  private static String refusal(Answer answer, String options) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                while (true) {
                  try (Socket client = server.accept()) {
                    client.getInputStream().readNBytes(8);
                    answer.to(client);
                  } catch (IOException refused) {
                    if (server.isClosed()) {
                      return;
                    }
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
      String url = "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/d?" + options;
      try {
        JdbcTable.named("users")
            .url(url)
            .user("ada")
            .open(JdbcRowsTests.USERS, JdbcRowsTests.OWNER)
            .close();
        throw new AssertionError("expected a refusal");
      } catch (FatalException refused) {
        return refused.getMessage();
      }
    }
  }

  private static void keytool(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    command.addAll(List.of("-alias", "server", "-storepass", PASSWORD, "-storetype", "PKCS12"));
    try (ChildProcess keytool =
        ChildProcess.start("keytool", new ProcessBuilder(command).redirectErrorStream(true))) {
      if (keytool.awaitEnd(Duration.ofMinutes(5)) != 0) {
        throw new GeneralSecurityException(keytool.seen());
      }
    }
  }
}
