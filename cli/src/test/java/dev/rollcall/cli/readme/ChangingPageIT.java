package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs docs/changing.md. */
@Timeout(300)
class ChangingPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("changing.md", "ChangingPage");
  }
}
