package dev.rollcall.cli.readme;

import org.junit.jupiter.api.Test;

/** Runs docs/topics-and-messages.md. */
class TopicsAndMessagesPageIT {

  @Test
  void thePageDoesWhatItSays() throws Exception {
    DocumentedPage.run("topics-and-messages.md", "TopicsAndMessagesPage");
  }
}
