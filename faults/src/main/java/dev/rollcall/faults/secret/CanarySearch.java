package dev.rollcall.faults.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds canaries in text: as they are and in whatever case, in Base64 (at each of the three offsets
 * at which they may begin), in hexadecimal, and any piece of about two thirds of them. Canaries are
 * letters and digits, so that URL encoding leaves them as they are. Immutable, threadsafe.
 */
final class CanarySearch {

  private static final int WINDOW = 10;

  private final Map<String, String> canaryOf = new HashMap<>();

  CanarySearch(Collection<String> canaries) {
    for (String canary : canaries) {
      learn(canary, canary, 7);
      byte[] bytes = canary.getBytes(StandardCharsets.US_ASCII);
      learn(canary, HexFormat.of().formatHex(bytes), WINDOW);
      for (int skipped = 0; skipped < 3; skipped++) {
        byte[] moved = new byte[skipped + bytes.length];
        System.arraycopy(bytes, 0, moved, skipped, bytes.length);
        String text = Base64.getEncoder().withoutPadding().encodeToString(moved);
        // the first and last letters hold bits of what stands before and after
        learn(canary, text.substring(skipped == 0 ? 0 : skipped + 1, text.length() - 1), WINDOW);
      }
    }
  }

  private void learn(String canary, String form, int step) {
    for (int at = 0; at + WINDOW <= form.length(); at += step) {
      canaryOf.put(form.substring(at, at + WINDOW).toLowerCase(Locale.ROOT), canary);
    }
  }

  /** The canaries of which the text shows something, sorted. */
  TreeSet<String> in(String text) {
    TreeSet<String> found = new TreeSet<>();
    String lower = text.toLowerCase(Locale.ROOT);
    for (int at = 0; at + WINDOW <= lower.length(); at++) {
      String canary = canaryOf.get(lower.substring(at, at + WINDOW));
      if (canary != null) {
        found.add(canary);
      }
    }
    return found;
  }
}
