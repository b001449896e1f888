package dev.rollcall.randomuser;

import dev.rollcall.core.pipeline.BatchRun;
import dev.rollcall.core.record.SourcePartition;
import dev.rollcall.core.record.SourceRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The API's pages as the records of a batch, in one part, because they are fetched one by one.
 * Holds a client, so it is read in this JVM.
 */
public final class ApiBatch implements BatchRun.Origin {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final String name;
  private final transient Iterable<UserPage> pages;
  private final Instant at;

  private ApiBatch(String id, String name, Iterable<UserPage> pages, Instant at) {
    this.id = id;
    this.name = name;
    this.pages = pages;
    this.at = at;
  }

  /**
   * A batch of these pages.
   *
   * @param id names what is fetched in the ids of dead letters, the same whenever it is fetched
   *     again: {@code api 2026-11-21 1000}
   * @param name of the API, for people
   * @param pages as {@link RandomUserClient#pages(long)} gives them
   * @param at the time of the records
   */
  public static ApiBatch of(String id, String name, Iterable<UserPage> pages, Instant at) {
    return new ApiBatch(id, name, pages, at);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<BatchRun.Part> parts() {
    return List.of(new Pages(this));
  }

  private record Pages(ApiBatch batch) implements BatchRun.Part {

    @Override
    public SourcePartition partition() {
      return new SourcePartition(batch.id, 0);
    }

    @Override
    public void read(Consumer<SourceRecord> action) {
      for (UserPage page : batch.pages) {
        action.accept(
            new SourceRecord(
                partition(), batch.name, page.page() - 1L, batch.at, null, page.body()));
      }
    }
  }
}
