package dev.rollcall.cli.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A file of options and servers, as an option. */
public final class ConfigOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Take options and servers from this YAML file: 'users: 5000' is --users 5000. Options"
              + " here go before the environment, and that before the file.")
  private @Nullable Path file;

  /**
   * Sets the options that the command line does not; nothing if no file is named.
   *
   * @param environment where ROLLCALL_* and the variables that the file refers to are
   * @return the servers
   * @throws dev.rollcall.core.error.ConfigurationException all that is wrong with the file
   */
  public RunConfig read(Map<String, String> environment) {
    Path from = file;
    Node top = from == null ? null : YamlFile.read(from);
    if (from == null || top == null) {
      return RunConfig.NONE;
    }
    Faults faults = new Faults(from.toString());
    OptionEntries options = new OptionEntries(Objects.requireNonNull(command), environment, faults);
    RunConfig servers = RunConfig.NONE;
    for (Map.Entry<String, Node> entry : YamlFile.entries("", top, faults).entrySet()) {
      if (entry.getKey().equals(ServerEntries.SECTION)) {
        servers = new ServerEntries(new Secrets(environment), faults).read(entry.getValue());
      } else {
        options.read(entry.getKey(), entry.getValue());
      }
    }
    faults.requireNone();
    return servers;
  }
}
