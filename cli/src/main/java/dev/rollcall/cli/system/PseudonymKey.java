package dev.rollcall.cli.system;

import dev.rollcall.core.pipeline.HmacKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of the pseudonyms, made once and kept with the data that depends on it. */
public final class PseudonymKey {

  private static final int KEY_BYTES = 32;

  private PseudonymKey() {}

  /** Where it is kept in a folder. */
  public static Path file(Path folder) {
    return folder.resolve("hmac.key");
  }

  /** The folder's key, made if there is none. */
  public static HmacKey in(Path folder) {
    Path file = file(folder);
    try {
      if (!Files.exists(file)) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.writeString(file, HexFormat.of().formatHex(key));
      }
      return HmacKey.ofHex(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
