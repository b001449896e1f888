package dev.rollcall.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void widthIsThatOnATerminal() {
    assertThat(Text.width("Åse")).isEqualTo(3);
    assertThat(Text.width("A\u030Ase")).isEqualTo(3);
    assertThat(Text.width("東京")).isEqualTo(4);
    assertThat(Text.width("می\u200Cخواهم")).isEqualTo(7);
    assertThat(Text.width("😀")).isEqualTo(2);
  }

  @Test
  void cuttingLeavesAnEllipsisAndNeverHalfACharacter() {
    assertThat(Text.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Text.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(Text.cut("東京都", 4)).isEqualTo("東…");
    assertThat(Text.cut("a😀😀", 4)).isEqualTo("a😀…");
    assertThat(Text.cut("A\u030A\u030As", 2)).isEqualTo("A\u030A\u030As");
  }

  @Test
  void controlCharactersDoNotReachATerminal() {
    assertThat(Text.printable("a\u001b[2Jb\u0007\u009b\n")).isEqualTo("a\uFFFD[2Jb\uFFFD\uFFFD\n");
  }
}
