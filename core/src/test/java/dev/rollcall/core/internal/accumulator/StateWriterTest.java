package dev.rollcall.core.internal.accumulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StateWriterTest {

  @Test
  void twoWritersOfAThreadShareNoBytes() {
    new StateWriter().toCheckedBytes(); // leaves its buffer to the next
    StateWriter first = new StateWriter();
    first.text("first");
    StateWriter second = new StateWriter();
    second.text("second");
    byte[] ofSecond = second.toCheckedBytes();
    second.text("again");
    StateWriter third = new StateWriter();
    third.text("third");

    assertThat(text(first.toCheckedBytes())).isEqualTo("first");
    assertThat(text(ofSecond)).isEqualTo("second");
    assertThat(text(second.toCheckedBytes())).isEqualTo("again");
    assertThat(text(third.toCheckedBytes())).isEqualTo("third");
  }

  @Test
  void aLargeStateIsFollowedByASmallOne() {
    String large = "x".repeat(200_000);
    for (String each : new String[] {large, "small", large, "smaller"}) {
      StateWriter out = new StateWriter();
      out.text(each);
      assertThat(text(out.toCheckedBytes())).isEqualTo(each);
    }
  }

  private static String text(byte[] checked) {
    StateReader in = new StateReader(checked).checked();
    String text = in.text("text");
    in.requireEnd();
    return text;
  }
}
