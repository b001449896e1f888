package dev.rollcall.cli.flatten;

import dev.rollcall.cli.console.Console;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.input.InputFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how much of the input is read, once that takes long: soon on a terminal,
 * else in a few lines. Not threadsafe.
 */
final class ReadProgress implements AutoCloseable {

  private static final long MEGABYTE = 1_000_000;
  private static final long UNKNOWN = -1;

  private final Progress progress;
  private final LongSupplier nanos;
  private final long pause;

  /** All bytes; 0 if that is not known. */
  private final long total;

  private long next;
  private long read;
  private boolean isShown;

  /**
   * Of these files.
   *
   * @param writesRows true if the command writes rows as it reads: on a terminal people see these
   * @param nanos a clock as {@link System#nanoTime} is
   */
  ReadProgress(List<InputFile> files, Console console, boolean writesRows, LongSupplier nanos) {
    boolean isKnown = files.stream().noneMatch(file -> size(file.path()) == UNKNOWN);
    boolean isTerminal = console.errIsTerminal();
    this.progress = new Progress(console);
    this.nanos = nanos;
    this.total = isKnown ? files.stream().mapToLong(file -> size(file.path())).sum() : 0;
    // lines are one for each quarter, if these are known
    this.pause = TimeUnit.MILLISECONDS.toNanos(isTerminal ? 100 : isKnown ? 1_000 : 30_000);
    boolean isSeen = writesRows && console.outIsTerminal();
    this.next =
        nanos.getAsLong()
            + (isSeen ? Long.MAX_VALUE / 2 : TimeUnit.SECONDS.toNanos(isTerminal ? 1 : 10));
  }

  private static long size(@Nullable Path file) {
    try {
      return file != null && Files.isRegularFile(file) ? Files.size(file) : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** The stream, whose bytes count as they are read. */
  InputStream of(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        add(Math.max(0, count));
        return count;
      }
    };
  }

  /** More bytes were read. */
  void add(long bytes) {
    read += bytes;
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      next = now + pause;
      isShown = true;
      show();
    }
  }

  private void show() {
    progress.step("MB read", read / MEGABYTE, total / MEGABYTE);
  }

  /** Shows what was read at last, if anything was shown. */
  void end() {
    if (isShown) {
      isShown = false;
      show();
      progress.end();
    }
  }

  @Override
  public void close() {
    end();
  }
}
