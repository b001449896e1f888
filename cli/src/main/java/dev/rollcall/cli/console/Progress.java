package dev.rollcall.cli.console;

/**
 * Shows the progress of long work on standard error: a bar that moves on a terminal; otherwise
 * plain lines, one per quarter of the work. Threadsafe.
 */
public final class Progress {

  private static final int BAR = 30;
  private static final int PLAIN_STEPS = 4;

  private final Console console;
  private final long start = System.nanoTime();
  private String current = "";
  private long lastQuarter = -1;
  private boolean barOpen;

  /** On this console's standard error. */
  public Progress(Console console) {
    this.console = console;
  }

  /** Shows a message on a line of its own. */
  public synchronized void say(String message) {
    endBar();
    console.err().printf("%5.1f s  %s%n", (System.nanoTime() - start) / 1e9, message);
  }

  /** {@code done} of {@code total} is done of {@code what}; a total of 0 means unknown. */
  public void step(String what, long done, long total) {
    step(what, done, total, "");
  }

  /** As above with a note, such as the lag. */
  public synchronized void step(String what, long done, long total, String note) {
    String more = note.isEmpty() ? "" : "; " + note;
    if (!what.equals(current)) {
      endBar();
      current = what;
      lastQuarter = -1;
    }
    if (console.errIsTerminal()) {
      bar(what, done, total, more);
      return;
    }
    long quarter = total == 0 ? done : done * PLAIN_STEPS / total;
    if (quarter != lastQuarter) {
      lastQuarter = quarter;
      say(
          total == 0
              ? "%s: %,d%s".formatted(what, done, more)
              : "%s: %,d of %,d%s".formatted(what, done, total, more));
    }
  }

  /** Ends the bar, if one is shown. */
  public synchronized void end() {
    endBar();
  }

  private void bar(String what, long done, long total, String more) {
    String bar = "";
    String of = "";
    if (total > 0) {
      int filled = (int) Math.min(BAR, done * BAR / total);
      bar = "█".repeat(filled) + "░".repeat(BAR - filled) + " ";
      of = " of %,d".formatted(total);
    }
    console.err().printf("\r         %s %s%,d%s%s\u001b[K", what, bar, done, of, more);
    barOpen = true;
    if (total > 0 && done >= total) {
      endBar();
    }
  }

  private void endBar() {
    if (barOpen) {
      console.err().println();
      barOpen = false;
    }
  }
}
