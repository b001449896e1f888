package dev.rollcall.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerModuleTest {

  @TempDir Path folder;

  @Test
  void anUnknownFolderIsAnErrorThatNamesTheProperty() {
    assertThatThrownBy(() -> ServerModule.find("kafka", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rollcall.servers")
        .hasMessageContaining("ROLLCALL_SERVERS");
  }

  @Test
  void aModuleThatIsNotBuiltIsAnErrorWithTheCommandThatBuildsIt() {
    assertThatThrownBy(() -> ServerModule.find("kafka", folder.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mvn compile -am -pl testkit/servers/kafka");
  }

  @Test
  void theOneThatIsLeftOutOfBuildsIsBuiltByItsProfile() {
    assertThatThrownBy(() -> ServerModule.find("mariadb", folder.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mvn compile -Pmariadb -am -pl testkit/servers/mariadb");
  }

  @Test
  void theClassPathBeginsWithTheModulesOwnClasses() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("kafka/target/classes"));
    Files.createFile(classes.resolve("jvm.options"));
    Files.writeString(folder.resolve("kafka/target/classpath.txt"), "a.jar\n");
    assertThat(ServerModule.find("kafka", folder.toString()).classPath())
        .isEqualTo(classes + File.pathSeparator + "a.jar");
  }
}
