package dev.rollcall.cli.demo.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML too: what is opened is closed, all text and every attribute
 * is escaped. Not threadsafe.
 */
final class DemoReportMarkup {

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes name, value, name, value
   */
  DemoReportMarkup open(String element, String... attributes) {
    start(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /** Closes the element opened last. */
  DemoReportMarkup close() {
    out.append("</").append(open.pop()).append('>');
    if (open.size() < 3) {
      out.append('\n');
    }
    return this;
  }

  /** An element without content; in HTML only those of SVG and the void ones may be. */
  DemoReportMarkup empty(String element, String... attributes) {
    start(element, attributes);
    out.append("/>");
    return this;
  }

  /** An element that holds a text. */
  DemoReportMarkup leaf(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  DemoReportMarkup text(String text) {
    escape(text);
    return this;
  }

  /** All that was written. */
  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      out.append('"');
    }
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
  }
}
