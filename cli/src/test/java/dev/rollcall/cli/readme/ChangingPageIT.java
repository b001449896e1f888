package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;

/** Runs docs/changing.md. */
class ChangingPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("changing.md", "ChangingPage");
  }
}
