package dev.rollcall.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollcall.core.internal.process.RecordReaders;
import org.junit.jupiter.api.Test;

class TaskReadersTest {

  private final TaskReaders readers = new TaskReaders();

  @Test
  void aTaskGoesOnWithWhatOneBeforeItHasLeft() {
    RecordReaders ended = readers.take();
    readers.ended(ended);
    RecordReaders failed = readers.take();
    assertThat(failed).isSameAs(ended);
    readers.failed(failed);

    assertThat(readers.take()).as("not what may have stopped anywhere").isNotSameAs(ended);
  }

  @Test
  void tasksAtATimeHaveTheirOwn() {
    RecordReaders one = readers.take();
    RecordReaders other = readers.take();

    assertThat(other).isNotSameAs(one);
  }
}
