package dev.rollcall.cli.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java out of a page of the documentation, compiled. */
final class CompiledExample {

  private static final List<String> PACKAGES =
      List.of(
          "cassandra",
          "core.aggregate",
          "core.error",
          "core.flatten",
          "core.pipeline",
          "core.record",
          "core.user",
          "jdbc",
          "kafka",
          "kafka.deadletter",
          "kafka.erase",
          "kafka.redrive",
          "kafka.source",
          "mongo",
          "spark");

  private CompiledExample() {}

  /** The class of this name with these members, which sees all that pages speak of. */
  static Class<?> of(String name, String members) throws Exception {
    // in the folder of the test classes: Spark's tasks must find the functions again
    Path classes =
        Path.of(CompiledExample.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path source = Files.createDirectories(classes.resolve("readme")).resolve(name + ".java");
    StringBuilder text =
        new StringBuilder("package readme;\nimport java.time.*;\nimport java.util.List;\n");
    PACKAGES.forEach(each -> text.append("import dev.rollcall.%s.*;\n".formatted(each)));
    Files.writeString(
        source, text.append("public class %s {\n%s}\n".formatted(name, members)).toString());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
    return Class.forName("readme." + name);
  }
}
