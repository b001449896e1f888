package dev.rollcall.cli.config;

import dev.rollcall.cli.yaml.YamlNode;
import dev.rollcall.core.error.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
          "Read options and servers from this YAML file: 'users: 5000' means --users 5000. The"
              + " command line takes precedence over the environment, and both over the file.")
  private @Nullable Path file;

  /**
   * Sets the options that the command line does not; nothing if no file is named.
   *
   * @param environment where ROLLCALL_* and the variables that the file refers to are
   * @return the servers
   * @throws dev.rollcall.core.error.ConfigurationException with every problem of the file
   */
  public RunConfig read(Map<String, String> environment) {
    if (file == null) {
      return RunConfig.NONE;
    }
    YamlNode top = YamlNode.read("--config", file);
    if (top == null) {
      return RunConfig.NONE;
    }
    OptionsSection options = new OptionsSection(Objects.requireNonNull(command), environment);
    RunConfig servers = RunConfig.NONE;
    for (Map.Entry<String, YamlNode> entry : top.entries().entrySet()) {
      if (entry.getKey().equals(ServersSection.NAME)) {
        servers = new ServersSection(environment).read(entry.getValue());
      } else {
        options.read(entry.getKey(), entry.getValue());
      }
    }
    if (!top.problems().isEmpty()) {
      throw ConfigurationException.of("--config: '" + file + "'", top.problems());
    }
    return servers;
  }
}
