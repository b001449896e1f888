package dev.rollcall.cli.demo.report;

import dev.rollcall.core.error.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files of this package in the jar. */
final class Resource {

  private Resource() {}

  static String text(String name) {
    try (InputStream resource = Resource.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new FatalException("'" + name + "' is missing from the jar; build it again");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new FatalException("cannot read '" + name + "' from the jar: " + failure);
    }
  }
}
