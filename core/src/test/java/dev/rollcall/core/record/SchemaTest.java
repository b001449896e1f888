package dev.rollcall.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.rollcall.core.error.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {

  private static final Column ID = Column.of("id", ColumnType.UUID);
  private static final Column PRICE = Column.decimal("price", 12, 2);
  private static final Schema SCHEMA = Schema.of(List.of(PRICE, ID), "id");

  @Test
  void columnsAreFoundByName() {
    assertThat(SCHEMA.position("price")).isZero();
    assertThat(SCHEMA.keys().get(0)).isEqualTo(1);
    assertThat(SCHEMA.find("prize")).isEmpty();
    assertThat(SCHEMA.size()).isEqualTo(2);
    assertThatThrownBy(() -> SCHEMA.position("prize"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("no column 'prize'; did you mean 'price'?; columns: [price, id]");
  }

  @Test
  void allFaultsAreReported() {
    assertThatThrownBy(() -> Schema.of(List.of(ID, PRICE, ID), "idd"))
        .asInstanceOf(type(ConfigurationException.class))
        .extracting(ConfigurationException::problems)
        .isEqualTo(
            List.of(
                "column 'id' is declared twice",
                "key column 'idd' is not a column; did you mean 'id'?"));
  }

  @Test
  void equalColumnsAndKeyMakeEqualSchemas() {
    assertThat(Schema.of(List.of(PRICE, ID), "id")).isEqualTo(SCHEMA).hasSameHashCodeAs(SCHEMA);
    assertThat(Schema.of(List.of(PRICE, ID), "price")).isNotEqualTo(SCHEMA);
    assertThat(SCHEMA).hasToString("[price DECIMAL(12,2), id UUID] key id");
  }

  @Test
  void aColumnThatCannotBeIsRefused() {
    assertThatThrownBy(() -> Column.of("a b", ColumnType.STRING)).hasMessageContaining("'a b'");
    assertThatThrownBy(() -> Column.of("a", ColumnType.DECIMAL)).hasMessageContaining("precision");
    assertThatThrownBy(() -> Column.decimal("a", 2, 3)).hasMessageContaining("scale <= precision");
    assertThatThrownBy(() -> ID.with(Column.Sensitivity.SECRET)).hasMessageContaining("secret");
    assertThatThrownBy(() -> new SourcePartition(" ", 0)).hasMessageContaining("expected an id");
  }
}
