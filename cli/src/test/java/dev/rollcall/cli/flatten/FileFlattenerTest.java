package dev.rollcall.cli.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.InputFile;
import dev.rollcall.core.record.ColumnType;
import dev.rollcall.core.record.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFlattenerTest {

  @TempDir private Path folder;

  @Test
  void eachItemOfARecordIsARowOrADeadLetter() throws Exception {
    RecordType lines =
        RecordType.named("line")
            .key("id", "line")
            .items("lines")
            .itemIndex("line")
            .column("id", ColumnType.STRING)
            .from("$.id")
            .column("sku", ColumnType.STRING)
            .required()
            .build();
    Path file = folder.resolve("orders.ndjson");
    Files.writeString(
        file,
        """
        {"id": "a", "lines": [{"sku": "x"}, {}, {"sku": "y"}]}
        {"id": "b"}
        {"id": "c", "lines": [{"sku": "z"}]}
        """);
    Console console =
        new Console(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new PrintWriter(new ByteArrayOutputStream(), true),
            false,
            false,
            false,
            Console.DEFAULT_WIDTH,
            Map.of());
    List<String> rows = new ArrayList<>();
    try (DeadLetterLog letters = new DeadLetterLog(null);
        FileFlattener flattener =
            new FileFlattener(
                lines,
                console,
                (found, time) ->
                    () ->
                        found.forEach(
                            row ->
                                rows.add(
                                    row.get("id") + "/" + row.get("line") + " " + row.get("sku"))),
                letters,
                new ReadProgress(List.of(), console, true, System::nanoTime),
                1)) {
      flattener.file(new InputFile("orders.ndjson", file, null));
      flattener.finish();

      assertThat(flattener.summary()).startsWith("4 elements = 3 rows + 1 dead letter, 1 file");
    }
    assertThat(rows).containsExactly("a/0 x", "a/2 y", "c/0 z");
  }
}
