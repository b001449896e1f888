package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One comparison.
 *
 * @param name short, as {@code --only} takes it
 * @param title what is measured, in a sentence
 * @param store where a pipeline writes; null for a step of core, which needs no server
 * @param programs Rollcall first, then its peers
 */
record Benchmark(String name, String title, @Nullable Store store, List<Program> programs) {

  /** What a pipeline benchmark needs beside Kafka. */
  enum Store {
    NONE,
    POSTGRES,
    CASSANDRA;

    private String label() {
      return this == POSTGRES ? "PostgreSQL" : "Cassandra";
    }
  }

  /**
   * One of those compared.
   *
   * @param name as results show it
   * @param title what it does
   * @param method {@code Class.method} of a JMH benchmark; empty for a pipeline
   */
  record Program(String name, String title, String method) {}

  /** The name of Rollcall's program in every benchmark. */
  static final String ROLLCALL = "rollcall";

  /** The one that measures a sink alone; it has the servers of a pipeline. */
  static final String ROW_WRITES = "postgres-rows";

  boolean isPipeline() {
    return store != null;
  }

  Program program(String programName) {
    return programs.stream()
        .filter(program -> program.name().equals(programName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no program " + programName));
  }

  /** For people: what is measured, what it needs, the programs. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    String stores = store == null || store == Store.NONE ? "" : " and " + store.label();
    lines.add(
        "%-12s %s; needs %s".formatted(name, title, isPipeline() ? "Kafka" + stores : "no server"));
    programs.forEach(program -> lines.add("  %-12s %s".formatted(program.name(), program.title())));
    return lines;
  }
}
