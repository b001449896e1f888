package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;

/** Runs docs/windows.md. */
class WindowsPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("windows.md", "WindowsPage", "sales");
  }
}
