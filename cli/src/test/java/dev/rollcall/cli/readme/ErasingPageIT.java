package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;

/** Runs docs/erasing.md. */
class ErasingPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("erasing.md", "ErasingPage");
  }
}
