package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs docs/erasing.md. */
@Timeout(300)
class ErasingPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("erasing.md", "ErasingPage");
  }
}
