package dev.rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiCommandTest {

  @Test
  void itServesUntilItIsInterruptedAndItsRepliesGiveRows() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (PipedInputStream shown = new PipedInputStream();
        OutputStream out = new PipedOutputStream(shown)) {
      Console console = console(out);
      Future<Integer> running =
          thread.submit(() -> Rollcall.commandLine(console).execute("api", "--port", "0"));
      String address =
          new Scanner(shown, StandardCharsets.UTF_8).nextLine().replaceFirst(".* at ", "");

      String reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(address + "?results=5&seed=x")).build(),
                  BodyHandlers.ofString())
              .body();
      assertThat(CommandRun.with(reply, Map.of(), "flatten").rows()).hasSize(5);
      assertThat(running.isDone()).isFalse();
      thread.shutdownNow();
      assertThat(running.get(10, TimeUnit.SECONDS)).isZero();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void aPortThatIsTakenIsWrongUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = CommandRun.of("api", "--port", String.valueOf(taken.getLocalPort()));

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(String.valueOf(taken.getLocalPort()), "use 0 for any free");
    }
    assertThat(CommandRun.of("api", "--port", "70000").err()).contains("expected 0 to 65535");
    assertThat(CommandRun.of("api", "--port", "http").code()).isEqualTo(2);
  }

  private static Console console(OutputStream out) {
    return new Console(
        InputStream.nullInputStream(),
        out,
        new PrintWriter(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        false,
        false,
        false,
        80,
        Map.of());
  }
}
