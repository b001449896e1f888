package dev.rollcall.faults.kill.fleet;

import dev.rollcall.testkit.server.EmbeddedServer;
import dev.rollcall.testkit.server.MariaDbServer;
import dev.rollcall.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A database that can be killed: which processes it is, beside the JVM that started it. */
public enum SqlServer {
  POSTGRESQL {
    @Override
    EmbeddedServer start(Path folder) {
      return PostgresServer.start(folder.resolve("postgres"));
    }

    @Override
    String url(EmbeddedServer server) {
      return ((PostgresServer) server).jdbcUrl();
    }

    /** The postmaster, which is nobody's child, and what it has started. */
    @Override
    List<ProcessHandle> processes(Path folder, ProcessHandle jvm) {
      try {
        Path pid = folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
        ProcessHandle postmaster =
            ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip())).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  MARIADB {
    @Override
    EmbeddedServer start(Path folder) {
      return MariaDbServer.start(folder.resolve("mariadb"));
    }

    @Override
    String url(EmbeddedServer server) {
      return ((MariaDbServer) server).jdbcUrl();
    }

    /** The server and the shell that watches over it. */
    @Override
    List<ProcessHandle> processes(Path folder, ProcessHandle jvm) {
      return jvm.descendants().toList();
    }
  };

  abstract EmbeddedServer start(Path folder);

  abstract String url(EmbeddedServer server);

  abstract List<ProcessHandle> processes(Path folder, ProcessHandle jvm);
}
