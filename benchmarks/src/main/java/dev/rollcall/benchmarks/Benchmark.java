package dev.rollcall.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * One comparison.
 *
 * @param name short, as {@code --only} takes it
 * @param title what is measured, in a sentence
 * @param needs what must be there before a program starts
 * @param users how many distinct records, unless the command says otherwise
 * @param programs the one that ratios are of, then those it is compared with
 */
record Benchmark(String name, String title, Needs needs, int users, List<Program> programs) {
  Benchmark {
    programs = List.copyOf(programs);
  }

  /** What is made ready once for all rounds. */
  enum Needs {
    NOTHING("no server"),
    FILE("a file"),
    KAFKA("Kafka"),
    POSTGRES("Kafka and PostgreSQL"),
    CASSANDRA("Kafka and Cassandra"),
    MONGO("Kafka and MongoDB, or its stand-in");

    private final String label;

    Needs(String label) {
      this.label = label;
    }

    boolean servers() {
      return this != NOTHING && this != FILE;
    }
  }

  /** The name of Rollcall's program, where it is compared with others. */
  static final String ROLLCALL = "rollcall";

  Program program(String programName) {
    return programs.stream()
        .filter(program -> program.name().equals(programName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no program " + programName));
  }

  /** For people: what is measured, what it needs, the programs. */
  List<String> describe() {
    List<String> lines = new ArrayList<>();
    lines.add("%-18s %s; needs %s".formatted(name, title, needs.label));
    programs.forEach(program -> lines.add("  %-16s %s".formatted(program.name(), program.title())));
    return lines;
  }
}
