package dev.rollcall.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.memory.InMemoryRows;
import dev.rollcall.core.port.DefinitionRegistry.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store where rows of two versions mix, and one where others enter at the same time. */
class DefinitionRegistryTest {

  private final List<Entry> entries = new ArrayList<>();

  @Test
  void aHigherVersionIsRefusedWithTheStatementsWhereRowsOfTwoWouldMix() {
    Mixing registry = new Mixing(List.of("EMPTY t;", "ENTER 2;"));
    entries.add(new Entry("users", 1));

    assertThatThrownBy(() -> admit(registry, new Entry("users", 2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "memory:t: got pipeline 'users' version 2, but the rows that are stored are")
        .hasMessageContaining("of version 1, and in this store rows of two versions mix")
        .hasMessageEndingWith("%nEMPTY t;%nENTER 2;".formatted());
    admit(registry, new Entry("users", 1));
    assertThat(entries).containsExactly(new Entry("users", 1));
  }

  @Test
  void rowsOfUnknownVersionAreAskedAbout() {
    assertThatThrownBy(() -> admit(new Mixing(List.of("ENTER 3;")), new Entry("users", 3)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nothing says which of its versions wrote rows here")
        .hasMessageContaining("If none but version 3 did, say so with the statement below")
        .hasMessageEndingWith("%nENTER 3;".formatted());
    assertThat(entries).isEmpty();
  }

  @Test
  void whatAnotherHasEnteredMeanwhileIsReadAgain() {
    Mixing late =
        new Mixing(List.of()) {
          @Override
          public boolean replace(@Nullable Entry stored, Entry entry) {
            if (entries.isEmpty()) {
              entries.add(new Entry("users", 2));
              return false;
            }
            return super.replace(stored, entry);
          }
        };

    assertThatThrownBy(() -> admit(late, new Entry("users", 1)))
        .hasMessageContaining("version 2 has written this target since");
  }

  private static void admit(DefinitionRegistry registry, Entry ours) {
    registry.enter(InMemoryRows.named("t"), ours);
  }

  private class Mixing implements DefinitionRegistry {
    private final List<String> statements;

    Mixing(List<String> statements) {
      this.statements = statements;
    }

    @Override
    public List<Entry> entries() {
      return List.copyOf(entries);
    }

    @Override
    public List<String> statementsBefore(@Nullable Entry stored, Entry ours) {
      return statements;
    }

    @Override
    public boolean replace(@Nullable Entry stored, Entry entry) {
      if (stored != null) {
        entries.remove(stored);
      }
      return entries.add(entry);
    }
  }
}
