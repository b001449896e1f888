package dev.rollcall.cli.input;

import dev.rollcall.core.flatten.ByteFormat;
import dev.rollcall.csv.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.input.ReaderInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON file as single values: unpacked if it is gzip or Zstandard, decoded if it is UTF-16
 * or UTF-32.
 */
public final class JsonFile {

  /** Receives the values in order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * A value, or what should have been one.
     *
     * @param json null if it is longer than {@link #LIMIT} bytes
     * @param begin the line of the file in which it begins, from 1
     * @param line the same; 0 if the value is all of the file
     */
    void value(byte @Nullable [] json, long begin, long line) throws IOException;
  }

  /** Most bytes of one record in this JVM: 1 GiB, or a quarter of the heap if that is less. */
  public static final int LIMIT = (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 4);

  /** Bytes that tell what a file is that is no text. */
  private static final int BEGIN = 1 << 16;

  private JsonFile() {}

  /**
   * Reads to the end, at least one value.
   *
   * @param namedAsLines true if the name of the file says that each line is a record
   * @throws ReadFailure if the file cannot be read, as opposed to errors of the sink
   */
  public static void read(InputStream file, boolean namedAsLines, Sink sink) throws IOException {
    readTexts(file, namedAsLines, (json, begin, line) -> split(json, line, sink));
  }

  /**
   * The same, but what may be several values is passed on as one: {@link #split} takes it apart.
   */
  public static void readTexts(InputStream file, boolean namedAsLines, Sink sink)
      throws IOException {
    FileContent content = FileContent.of(ReadFailure.in(file));
    Charset charset = content.format().charset();
    if (charset == null && content.format() != ByteFormat.TEXT) {
      sink.value(content.bytes().readNBytes(BEGIN), 1, 0);
      return;
    }
    InputStream text = charset == null ? content.bytes() : utf8(content.bytes(), charset);
    new RecordReader(ReadFailure.in(text), sink, LIMIT).read(namedAsLines);
  }

  private static InputStream utf8(InputStream bytes, Charset charset) throws IOException {
    InputStreamReader text =
        new InputStreamReader(
            bytes,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return ReaderInputStream.builder().setReader(text).setCharset(StandardCharsets.UTF_8).get();
  }

  /** Hands on each of several values that stand one behind the other. */
  public static void split(byte @Nullable [] json, long line, Sink sink) throws IOException {
    if (json == null) {
      sink.value(null, Math.max(1, line), line);
      return;
    }
    for (JsonValues.Value value : JsonValues.of(json)) {
      long begin = Math.max(1, line) + value.line();
      boolean isAll = line == 0 && value.json() == json;
      sink.value(value.json(), begin, isAll ? 0 : begin);
    }
  }
}
