package dev.rollcall.cli;

import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.randomuser.OfflineApi;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rollcall api}: the offline stand-in of the randomuser.me API. */
@Command(
    name = "api",
    description = {
      "Serves generated users like the randomuser.me API 1.4, without the internet.",
      "The same seed gives the same users. Runs until Ctrl-C.",
      ""
    },
    footer = {
      "%nExamples:",
      "  rollcall api",
      "  rollcall api --port 9000 &",
      "  curl -s 'http://127.0.0.1:9000/api/1.4/?results=5&seed=demo&nat=gb,ir&format=pretty'"
    })
final class ApiCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port on this machine only; 0 for any that is free. Default: 8080.")
  private int port = 8080;

  ApiCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigurationException("--port: got " + port + ", expected 0 to " + MAX_PORT);
    }
    try (OfflineApi api = OfflineApi.start(port)) {
      URI uri = api.uri();
      console.print(
          "The offline API listens at %s\nTry:  curl -s '%s?results=5&seed=demo&format=pretty'\n%s"
              .formatted(uri, uri, console.outIsTerminal() ? "Stop it with Ctrl-C.\n" : ""));
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
