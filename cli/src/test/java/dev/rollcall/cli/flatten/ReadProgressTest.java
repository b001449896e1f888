package dev.rollcall.cli.flatten;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.input.InputFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadProgressTest {

  private static final int SIZE = 8_000_000;

  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();
  private long nanos;

  private ReadProgress progress(boolean outIsTerminal, boolean errIsTerminal, boolean isKnown)
      throws IOException {
    Path file = Files.write(folder.resolve("users.ndjson"), new byte[SIZE]);
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            OutputStream.nullOutputStream(),
            new PrintWriter(err, true),
            false,
            outIsTerminal,
            errIsTerminal,
            Console.DEFAULT_WIDTH,
            Map.of());
    InputFile input = new InputFile("users.ndjson", isKnown ? file : null, null);
    return new ReadProgress(List.of(input), console, true, () -> nanos);
  }

  /** Reads all in pieces, each of which takes a while. */
  private String shown(ReadProgress progress, int pieces, long millis) throws IOException {
    try (progress) {
      byte[] piece = new byte[SIZE / pieces];
      for (int i = 0; i < pieces; i++) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        progress.of(new ByteArrayInputStream(piece)).readNBytes(piece.length);
      }
    }
    return err.toString();
  }

  @Test
  void aTerminalShowsABarAfterASecond() throws IOException {
    assertThat(shown(progress(false, true, true), 8, 400))
        .doesNotContain(" 1 of 8")
        .contains("MB read ███████████░░░░░░░░░░░░░░░░░░░ 3 of 8")
        .contains(" 4 of 8")
        .endsWith(" 8 of 8\u001b[K" + System.lineSeparator());
  }

  @Test
  void withoutATerminalThereIsALineForEachQuarterAfterTenSeconds() throws IOException {
    assertThat(shown(progress(false, false, true), 80, 1_000).lines())
        .hasSize(5)
        .first()
        .asString()
        .endsWith("MB read: 0 of 8");
    assertThat(err.toString()).endsWith("MB read: 8 of 8" + System.lineSeparator());
  }

  @Test
  void ofAnUnknownLengthItShowsHowMuchIsRead() throws IOException {
    assertThat(shown(progress(false, true, false), 8, 400))
        .contains("MB read 3\u001b")
        .doesNotContain(" of ")
        .endsWith("MB read 8\u001b[K" + System.lineSeparator());
  }

  @Test
  void aShortRunAndRowsOnATerminalShowNone() throws IOException {
    assertThat(shown(progress(false, true, true), 8, 100)).isEmpty();
    assertThat(shown(progress(false, false, true), 8, 1_000)).isEmpty();
    assertThat(shown(progress(true, true, true), 8, 60_000)).isEmpty();
  }
}
