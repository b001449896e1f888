package dev.rollcall.testkit.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerModuleTest {

  @TempDir Path folder;

  @Test
  void aServerThatIsOnNoClassPathIsAnErrorThatNamesItsArtifact() {
    assertThatThrownBy(() -> ServerModule.find("mariadb", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("dev.rollcall:rollcall-mariadb-server");
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
    Path classes = folder.resolve("kafka/target/classes");
    Path resources = Files.createDirectories(classes.resolve("rollcall-servers/kafka"));
    Files.createFile(resources.resolve("jvm.options"));
    Files.writeString(resources.resolve("classpath.txt"), "lib/b.jar:lib/a.jar\n");
    assertThat(ServerModule.find("kafka", folder.toString()).classPath())
        .startsWith(classes)
        .endsWith(resources.resolve("lib/b.jar"), resources.resolve("lib/a.jar"));
  }

  @Test
  void theServersThatTheTestkitBringsAreFoundWithoutAnySetting() {
    assertThat(Stream.of("kafka", "cassandra", "postgres"))
        .allSatisfy(
            name -> assertThat(ServerModule.find(name).classPath()).allMatch(Files::exists));
  }

  @Test
  void noClassOfAServerIsVisible() {
    assertThat(Stream.of("kafka.Kafka", "org.apache.cassandra.service.CassandraDaemon"))
        .allSatisfy(
            name ->
                assertThatThrownBy(() -> Class.forName(name))
                    .isInstanceOf(ClassNotFoundException.class));
  }

  @Test
  void aJarIsUnpackedOnceForEachContent() throws IOException {
    Path cache = folder.resolve("cache");
    Path first = UnpackedServers.resources("kafka", jar("one", "lib/a.jar"), cache);
    assertThat(first.resolve("lib/a.jar")).hasContent("one");
    assertThat(UnpackedServers.resources("kafka", jar("one", "lib/a.jar"), cache)).isEqualTo(first);
    Path second = UnpackedServers.resources("kafka", jar("two", "lib/a.jar"), cache);
    assertThat(second).isNotEqualTo(first);
    assertThat(second.resolve("lib/a.jar")).hasContent("two");
    try (var left = Files.list(cache)) {
      assertThat(left).containsExactlyInAnyOrder(first, second);
    }
  }

  @Test
  void aJarThatPointsOutOfItsFolderIsRefusedAndNothingIsLeft() throws IOException {
    Path cache = folder.resolve("cache");
    Path jar = jar("bad", "../../escaped");
    assertThatThrownBy(() -> UnpackedServers.resources("kafka", jar, cache))
        .isInstanceOf(FatalException.class);
    assertThat(cache).isEmptyDirectory();
  }

  private Path jar(String content, String name) throws IOException {
    Path jar = Files.createTempFile(folder, "server", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("rollcall-servers/kafka/" + name));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
