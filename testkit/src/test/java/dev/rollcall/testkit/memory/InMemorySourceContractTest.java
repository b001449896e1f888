package dev.rollcall.testkit.memory;

import dev.rollcall.core.memory.InMemorySource;
import dev.rollcall.core.port.RecordSource;
import dev.rollcall.testkit.contract.RecordSourceContract;

class InMemorySourceContractTest extends RecordSourceContract {

  private final InMemorySource source = InMemorySource.named("contract", PARTITIONS);

  @Override
  protected RecordSource open() {
    return source;
  }

  @Override
  protected void append(int partition, byte[] value) {
    source.add(partition, value);
  }
}
