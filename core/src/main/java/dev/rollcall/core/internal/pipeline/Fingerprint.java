package dev.rollcall.core.internal.pipeline;

import dev.rollcall.core.record.Texts;
import java.nio.charset.StandardCharsets;

/** A short hash of what an aggregate document depends on. */
final class Fingerprint {

  private static final int DIGITS = 16;

  private Fingerprint() {}

  public static String of(String description) {
    return Texts.sha256(description.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }
}
