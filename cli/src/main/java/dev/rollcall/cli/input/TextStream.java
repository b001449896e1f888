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

/**
 * A file as UTF-8: unpacked if it is gzip or Zstandard, and decoded if it is UTF-16 or UTF-32.
 *
 * @param bytes in UTF-8, unless the file is no text at all
 * @param isText false if it begins like something else
 */
public record TextStream(InputStream bytes, boolean isText) {

  public static TextStream of(InputStream file) throws IOException {
    FileContent content = FileContent.of(file);
    Charset charset = content.format().charset();
    if (charset == null) {
      return new TextStream(content.bytes(), content.format() == ByteFormat.TEXT);
    }
    InputStreamReader text =
        new InputStreamReader(
            content.bytes(),
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return new TextStream(
        ReaderInputStream.builder().setReader(text).setCharset(StandardCharsets.UTF_8).get(), true);
  }
}
