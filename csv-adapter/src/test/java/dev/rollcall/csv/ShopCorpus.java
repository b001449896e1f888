package dev.rollcall.csv;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real files of shops, where they are at hand: they are not ours to copy. */
final class ShopCorpus {

  private static final Path FOLDER =
      Path.of(System.getProperty("rollcall.corpus", "../../shared/corpus"), "commerce");

  private ShopCorpus() {}

  /** The file, or the test is skipped and says so. */
  static Path file(String name) {
    Path file = FOLDER.resolve(name);
    boolean present = Files.isRegularFile(file);
    if (!present) {
      System.out.println("skipped: no real data at " + file);
    }
    assumeTrue(present, "no real data at " + file);
    return file;
  }
}
