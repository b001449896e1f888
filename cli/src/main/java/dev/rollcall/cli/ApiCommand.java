package dev.rollcall.cli;

import dev.rollcall.cli.console.Console;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.testkit.randomuser.OfflineApi;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollcall api}: the offline stand-in of the randomuser.me API. */
@Command(
    name = "api",
    mixinStandardHelpOptions = true,
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

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port on this machine only; 0 for any that is free. Default: 8080.")
  private int port = 8080;

  ApiCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigurationException("--port: got " + port + ", expected 0 to " + MAX_PORT);
    }
    try (OfflineApi api = OfflineApi.start(port)) {
      URI uri = api.uri();
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println("The offline API listens at " + uri);
      out.println("Try:  curl -s '" + uri + "?results=5&seed=demo&format=pretty'");
      if (console.outIsTerminal()) {
        out.println("Stop it with Ctrl-C.");
      }
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
