package dev.rollcall.testkit.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every server, shown with one that is small. */
class ForkedServerTest {

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private Path data;

  @BeforeEach
  void aFolderWithASpaceInItsName() {
    data = folder.resolve("the data");
  }

  @Test
  void aReadyServerIsStoppedInGoodOrder() throws IOException {
    ForkedServer server = ForkedServer.start(recipe(Answering.class), data, told::add);
    assertThat(Probe.CQL.isReady(server.port())).isTrue();
    assertThat(told).hasSize(2).last().asString().contains("Fake: ready at 127.0.0.1:");
    server.close();
    server.close();
    assertThat(server.handle().isAlive()).isFalse();
    assertThat(data.resolve("server.log")).content().contains("stopped in good order");
    assertThat(data.resolve(DataLock.FILE)).doesNotExist();
  }

  @Test
  void aDataDirectoryServesOneServerAtATime() throws IOException {
    ServerRecipe recipe = recipe(Answering.class);
    try (ForkedServer server = ForkedServer.start(recipe, data, told::add)) {
      assertThat(server.handle().isAlive()).isTrue();
      assertThatThrownBy(() -> ForkedServer.start(recipe, data, told::add))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void aServerThatEndsTooSoonIsAnErrorWithTheEndOfItsLogAndARemedy() throws IOException {
    ServerRecipe recipe = recipe(Failing.class);
    assertThatThrownBy(() -> ForkedServer.start(recipe, data, told::add))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("ended with status 3")
        .hasMessageContaining("the cupboard is bare")
        .hasMessageContaining("ROLLCALL_FAKE");
    assertThat(data.resolve(DataLock.FILE)).doesNotExist();
  }

  @Test
  void aTakenPortIsAReasonToTryOthers() throws IOException {
    try (ForkedServer server = ForkedServer.start(recipe(SecondTry.class), data, told::add)) {
      assertThat(server.handle().isAlive()).isTrue();
      assertThat(told).anyMatch(message -> message.contains("a port was taken"));
      assertThat(data.resolve("server.log.1")).content().contains("Address already in use");
    }
  }

  @Test
  void allTestJvmsOfABuildShareOneServer() throws Exception {
    ServerRecipe recipe = recipe(Answering.class);
    SharedServer first = SharedServer.join(recipe, data, told::add);
    try {
      assertThat(SharedServer.join(recipe, data, told::add)).isEqualTo(first);
      first.close();
      assertThat(Probe.CQL.isReady(first.port())).as("closing it leaves it to others").isTrue();
      assertThat(data.resolve(DataLock.FILE)).doesNotExist();
    } finally {
      first.handle().destroy();
    }
    first.handle().onExit().get(30, TimeUnit.SECONDS);
    SharedServer next = SharedServer.join(recipe, data, told::add);
    next.handle().destroy();
    assertThat(next.handle()).isNotEqualTo(first.handle());
  }

  private ServerRecipe recipe(Class<?> main) throws IOException {
    Path module = Files.createDirectories(folder.resolve("fake module"));
    Path options = Files.writeString(module.resolve("jvm.options"), "-Xmx32m\n");
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    return new ServerRecipe(
        "Fake",
        new ServerModule(classPath, options),
        main.getName(),
        JavaHome.running(),
        2,
        Probe.CQL,
        "ROLLCALL_FAKE");
  }

  /** Answers the probe until its standard input closes. */
  static final class Answering {
    public static void main(String[] args) throws Exception {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      ServerSocket listening = new ServerSocket(Integer.parseInt(args[1]), 5, loopback);
      Thread thread = new Thread(() -> answerAll(listening));
      thread.setDaemon(true);
      thread.start();
      System.in.readAllBytes();
      System.out.println("stopped in good order");
    }

    private static void answerAll(ServerSocket listening) {
      while (true) {
        try (Socket socket = listening.accept()) {
          new DataInputStream(socket.getInputStream()).readNBytes(9);
          new DataOutputStream(socket.getOutputStream())
              .write(new byte[] {(byte) 0x84, 0, 0, 0, 6, 0, 0, 0, 0});
        } catch (IOException gone) {
          System.out.println(gone);
        }
      }
    }
  }

  /** Ends at once. */
  static final class Failing {
    public static void main(String[] args) {
      System.out.println("the cupboard is bare");
      System.exit(3);
    }
  }

  /** Finds its port taken the first time. */
  static final class SecondTry {
    public static void main(String[] args) throws Exception {
      Path triedBefore = Path.of(args[0]).resolve("tried-before");
      if (Files.exists(triedBefore)) {
        Answering.main(args);
        return;
      }
      Files.createFile(triedBefore);
      System.out.println("java.net.SocketException: Address already in use");
      System.exit(1);
    }
  }
}
