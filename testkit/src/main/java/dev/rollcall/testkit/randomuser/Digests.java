package dev.rollcall.testkit.randomuser;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes that a login of the API carries, beside the password itself. Threadsafe. */
enum Digests {
  MD5("MD5"),
  SHA_1("SHA-1"),
  SHA_256("SHA-256");

  private final String algorithm;

  Digests(String algorithm) {
    this.algorithm = algorithm;
  }

  byte[] bytes(byte[] input) {
    try {
      return MessageDigest.getInstance(algorithm).digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  String hex(byte[] input) {
    return HexFormat.of().formatHex(bytes(input));
  }
}
