package dev.rollcall.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTextTest {

  @Test
  void widthIsThatOnATerminal() {
    assertThat(TerminalText.width("Åse")).isEqualTo(3);
    assertThat(TerminalText.width("A\u030Ase")).isEqualTo(3);
    assertThat(TerminalText.width("東京")).isEqualTo(4);
    assertThat(TerminalText.width("می\u200Cخواهم")).isEqualTo(7);
    assertThat(TerminalText.width("😀")).isEqualTo(2);
  }

  @Test
  void cuttingLeavesAnEllipsisAndNeverHalfACharacter() {
    assertThat(TerminalText.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(TerminalText.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(TerminalText.cut("東京都", 4)).isEqualTo("東…");
    assertThat(TerminalText.cut("a😀😀", 4)).isEqualTo("a😀…");
    assertThat(TerminalText.cut("A\u030A\u030As", 2)).isEqualTo("A\u030A\u030As");
  }

  @Test
  void controlCharactersDoNotReachATerminal() {
    assertThat(TerminalText.printable("a\u001b[2Jb\u0007\u009b\n"))
        .isEqualTo("a\uFFFD[2Jb\uFFFD\uFFFD\n");
  }
}
