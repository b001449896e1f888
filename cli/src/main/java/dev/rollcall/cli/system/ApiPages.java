package dev.rollcall.cli.system;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.produce.UserOrigin;
import dev.rollcall.core.port.BatchOrigin;
import dev.rollcall.core.port.BatchPart;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.randomuser.UserPage;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The API's pages as the records of a batch, in one part, for they are asked for one by one.
 *
 * @param origin of the users
 * @param at the time of the records: when they were asked for
 * @param progress is told of each page
 */
record ApiPages(UserOrigin origin, Instant at, Progress progress) implements BatchOrigin {

  @Override
  public String name() {
    return origin.describe();
  }

  @Override
  public List<BatchPart> parts() {
    return List.of(new Pages(this));
  }

  private record Pages(ApiPages pages) implements BatchPart {

    /** Another date, or another number of users, is another source. */
    @Override
    public SourcePartition partition() {
      UserOrigin origin = pages.origin;
      return new SourcePartition("api " + origin.date() + " " + origin.users(), 0);
    }

    @Override
    public void read(Consumer<SourceRecord> action) {
      pages.origin.withClient(
          client -> {
            long users = pages.origin.users();
            for (UserPage page : client.pages(users)) {
              action.accept(
                  new SourceRecord(
                      partition(), pages.name(), page.page() - 1L, pages.at, null, page.body()));
              long so = Math.min(users, (long) page.page() * client.pageSize());
              pages.progress.step("Fetching users", so, users);
            }
            return users;
          });
    }
  }
}
