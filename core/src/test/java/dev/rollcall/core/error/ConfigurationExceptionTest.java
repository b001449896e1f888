package dev.rollcall.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationExceptionTest {

  @Test
  void theFaultsComeAlongFromAnotherJvm() throws Exception {
    assertThat(sent(ConfigurationException.of("table", List.of("one", "two"))).problems())
        .containsExactly("one", "two");
    assertThat(sent(new ConfigurationException("only")).problems()).containsExactly("only");
  }

  private static ConfigurationException sent(ConfigurationException error)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ConfigurationException) in.readObject();
    }
  }
}
