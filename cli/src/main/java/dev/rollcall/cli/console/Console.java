package dev.rollcall.cli.console;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The streams and environment of a command. Text is UTF-8 whatever the locale. Not threadsafe.
 *
 * @param in standard input
 * @param out standard output, buffered: flush it
 * @param err standard error, for people; flushed line by line
 * @param inIsTerminal true if nothing is piped in
 * @param outIsTerminal true if a person reads standard output
 * @param errIsTerminal true if a person reads standard error
 * @param width columns of the terminal
 * @param environment the environment variables
 */
public record Console(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width,
    Map<String, String> environment) {

  /** The width if the terminal does not report one: {@value}. */
  public static final int DEFAULT_WIDTH = 80;

  private static final int BUFFER = 1 << 16;

  /**
   * The console of this process. The script sets the property {@code rollcall.terminals} to the
   * streams that are terminals ({@code in,out,err}), since the JDK only knows whether all are.
   */
  public static Console ofProcess() {
    String terminals =
        System.getProperty("rollcall.terminals", System.console() == null ? "" : "in,out,err");
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER),
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
            true),
        terminals.contains("in"),
        terminals.contains("out"),
        terminals.contains("err"),
        Math.max(20, Integer.getInteger("rollcall.columns", DEFAULT_WIDTH)),
        System.getenv());
  }

  /**
   * The folder where data is kept: {@code ROLLCALL_HOME}, else the system property {@code
   * rollcall.home}, else {@code .rollcall} here.
   */
  public Path home() {
    String home = environment.getOrDefault("ROLLCALL_HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("rollcall.home", ".rollcall") : home);
  }

  /** This console with another standard error, which is no terminal. */
  public Console withErr(PrintWriter other) {
    return new Console(in, out, other, inIsTerminal, outIsTerminal, false, width, environment);
  }

  /** Writes the text to standard output at once. */
  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** True if standard output may be coloured: a terminal, and {@code NO_COLOR} is not set. */
  public boolean colouredOut() {
    return outIsTerminal && allowsColours();
  }

  /** True if standard error may be coloured. */
  public boolean colouredErr() {
    return errIsTerminal && allowsColours();
  }

  private boolean allowsColours() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
