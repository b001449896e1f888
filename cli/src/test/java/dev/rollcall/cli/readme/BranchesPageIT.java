package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;

/** Runs docs/branches.md. */
class BranchesPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("branches.md", "BranchesPage", "shop");
  }
}
