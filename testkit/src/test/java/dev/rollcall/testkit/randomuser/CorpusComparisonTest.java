package dev.rollcall.testkit.randomuser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the shape of generated users with replies of the real API, where those are at hand. */
class CorpusComparisonTest {

  private static final Path CORPUS =
      Path.of(System.getProperty("rollcall.corpus", "../../shared/corpus"), "randomuser", "1.4");

  /** Early replies of 1.4 still had Dutch postcodes as numbers; later ones have text. */
  private static final String OUTDATED = "NL /location/postcode NUMBER";

  @Test
  void generatedUsersHaveThePathsAndTypesOfRealOnes() throws IOException {
    boolean present = Files.isDirectory(CORPUS);
    if (!present) {
      System.out.println("skipped: no real replies at " + CORPUS);
    }
    assumeTrue(present, "no real replies at " + CORPUS);
    Set<String> real = new TreeSet<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.toList()) {
        collect(new ObjectMapper().readTree(file.toFile()), real);
      }
    }
    real.remove(OUTDATED);
    Set<String> generated = new TreeSet<>();
    collect(GeneratedPages.reply("seed=corpus-&results=5000"), generated);
    assertThat(generated).containsExactlyInAnyOrderElementsOf(real);
  }

  /** Adds each user's nationality, paths and types. */
  private static void collect(JsonNode node, Set<String> found) {
    if (isWhole(node)) {
      paths(node.get("nat").textValue() + " ", node, found);
    } else {
      node.forEach(child -> collect(child, found));
    }
  }

  /**
   * Some files were edited by hand: a user counts if it has every field of the API and no other.
   */
  private static boolean isWhole(JsonNode node) {
    Iterator<String> names = node.fieldNames();
    return node.isObject() && Selection.FIELDS.equals(listOf(names));
  }

  private static List<String> listOf(Iterator<String> names) {
    List<String> list = new ArrayList<>();
    names.forEachRemaining(list::add);
    return list;
  }

  private static void paths(String path, JsonNode node, Set<String> found) {
    if (node.isObject()) {
      node.properties().forEach(f -> paths(path + "/" + f.getKey(), f.getValue(), found));
    } else {
      found.add(path + " " + node.getNodeType());
    }
  }
}
