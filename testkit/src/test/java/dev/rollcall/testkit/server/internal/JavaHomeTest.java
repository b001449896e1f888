package dev.rollcall.testkit.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaHomeTest {

  @TempDir Path folder;

  @Test
  void theEnvironmentGoesBeforeTheUsualFolders() throws IOException {
    Path named = jdk("elsewhere/mine", "17.0.2");
    jdk("usual/jdk-17", "17.0.9");
    assertThat(
            JavaHome.java17(
                Map.of("ROLLCALL_JAVA17", named.toString()), List.of(folder.resolve("usual"))))
        .startsWith(named);
  }

  @Test
  void aFolderCountsByWhatItHoldsAndNotByItsName() throws IOException {
    jdk("usual/a-17-by-name", "21.0.1");
    Files.createDirectories(folder.resolve("usual/b-17-empty"));
    Path real = jdk("usual/c-17", "17.0.9");
    assertThat(JavaHome.java17(Map.of(), List.of(folder.resolve("usual")))).startsWith(real);
  }

  @Test
  void noJdk17IsAnErrorThatSaysWhatToSet() {
    assertThatThrownBy(
            () ->
                JavaHome.java17(
                    Map.of("JAVA17_HOME", folder.toString()), List.of(folder.resolve("none"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ROLLCALL_JAVA17")
        .hasMessageContaining("ROLLCALL_CASSANDRA");
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String command : List.of("java", "java.exe")) {
      Path file = Files.createFile(home.resolve("bin").resolve(command));
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}
