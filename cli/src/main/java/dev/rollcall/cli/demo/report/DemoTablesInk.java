package dev.rollcall.cli.demo.report;

import java.util.regex.Pattern;

/** Colours of a terminal, or none. */
enum DemoTablesInk {
  /** Text as it is. */
  PLAIN,
  /** With ANSI escapes. */
  COLOUR;

  private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;]*m");

  static DemoTablesInk of(boolean colour) {
    return colour ? COLOUR : PLAIN;
  }

  String strong(String text) {
    return with("1", text);
  }

  String faint(String text) {
    return with("2", text);
  }

  String bar(String text) {
    return with("36", text);
  }

  String good(String text) {
    return with("1;32", text);
  }

  String bad(String text) {
    return with("1;31", text);
  }

  /** Good or bad. */
  String verdict(boolean good, String text) {
    return good ? good(text) : bad(text);
  }

  /** How wide {@code text} is on the screen. */
  static int width(String text) {
    return DemoText.width(ESCAPES.matcher(text).replaceAll(""));
  }

  private String with(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001B[" + code + "m" + text + "\u001B[0m";
  }
}
