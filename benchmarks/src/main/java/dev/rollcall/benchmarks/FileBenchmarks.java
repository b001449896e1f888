package dev.rollcall.benchmarks;

import dev.rollcall.benchmarks.Benchmark.Needs;
import dev.rollcall.benchmarks.peer.DuckDbFiles;
import dev.rollcall.benchmarks.peer.JqPrograms;
import dev.rollcall.benchmarks.workload.Measured;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whole processes that read a file of users, a line each, and write CSV. */
final class FileBenchmarks {

  private static final int USERS = 160_000;

  private FileBenchmarks() {}

  static List<Benchmark> all() {
    return List.of(
        new Benchmark(
            "flatten",
            "a file of users to CSV of 30 columns, whole process",
            Needs.FILE,
            USERS,
            List.of(
                rollcall("flatten", "--format", "csv"),
                duckDb(DuckDbFiles.FLATTEN),
                duckDbQuery(DuckDbFiles.FLATTEN),
                jq("the same 30 columns", "-r", JqPrograms.FLATTEN))),
        new Benchmark(
            "aggregate-file",
            "a file of users to 42 groups: count, mean, distinct, quantiles; whole process",
            Needs.FILE,
            USERS,
            List.of(
                rollcall(
                    "aggregate",
                    "--by=nationality,gender",
                    "--measures=count,mean:age,distinct:user_id,quantiles:age",
                    "--format=csv"),
                duckDb(DuckDbFiles.AGGREGATE),
                duckDbQuery(DuckDbFiles.AGGREGATE),
                jq("count and mean alone", "-n", "-r", JqPrograms.AGGREGATE))));
  }

  private static Program rollcall(String... arguments) {
    return process(
        Benchmark.ROLLCALL,
        "./rollcall " + arguments[0],
        "",
        (build, file) ->
            line(List.of(build.root().resolve("rollcall").toString()), List.of(arguments), file));
  }

  private static Program duckDb(String query) {
    return process(
        "duckdb",
        "DuckDB by its JDBC driver, which first unpacks its library",
        "",
        (build, file) -> line(build.duckDb(), List.of(DuckDbFiles.class.getName(), query), file));
  }

  private static Program duckDbQuery(String query) {
    return new Program(
        "duckdb-query",
        "its query alone, once, in a process that has started",
        new Work.Pass(
            (input, table) -> {
              DuckDbFiles.write(query, Path.of(input.store()), DuckDbFiles.NOWHERE);
              return Measured.of(input.users());
            },
            0,
            true),
        0,
        Program.PARTITIONS);
  }

  private static Program jq(String title, String... arguments) {
    return process(
        "jq", title, "jq", (build, file) -> line(List.of("jq"), List.of(arguments), file));
  }

  private static Program process(String name, String title, String tool, Work.Command command) {
    return new Program(name, title, new Work.WholeProcess(tool, command), 0, Program.PARTITIONS);
  }

  private static List<String> line(List<String> begin, List<String> arguments, Path file) {
    return Stream.of(begin, arguments, List.of(file.toString())).flatMap(List::stream).toList();
  }
}
