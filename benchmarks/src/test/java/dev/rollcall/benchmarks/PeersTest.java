package dev.rollcall.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rollcall.benchmarks.peer.BoundRow;
import dev.rollcall.benchmarks.peer.TreeRow;
import dev.rollcall.benchmarks.peer.TreeShop;
import dev.rollcall.benchmarks.subject.PrunedPipeline;
import dev.rollcall.benchmarks.subject.Reader;
import dev.rollcall.benchmarks.workload.GrowingUsers;
import dev.rollcall.benchmarks.workload.MixedUsers;
import dev.rollcall.benchmarks.workload.SampleUsers;
import dev.rollcall.benchmarks.workload.ShopRecords;
import dev.rollcall.core.record.Row;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That programs which are compared do the same work. */
class PeersTest {

  private static final int COUNT = 500;
  private static final int ALL_NATIONALITIES = 21;

  @Test
  void usersGiveTheSameRowInEveryProgram() throws Exception {
    Reader reader = Reader.ofUsers();
    BoundRow bound = new BoundRow();
    Set<String> nationalities = new TreeSet<>();
    for (byte[] user : SampleUsers.users(COUNT)) {
      JsonNode tree = TreeRow.tree(user);
      nationalities.add(tree.path("nat").asText());
      Object[] expected = values(reader.rows(user).get(0));
      assertThat(TreeRow.user(tree)).isEqualTo(expected);
      assertThat(BoundRow.fastjson2(user)).isEqualTo(expected);
      assertThat(bound.dslJson(user)).isEqualTo(expected);
    }
    assertThat(nationalities).hasSize(ALL_NATIONALITIES);
  }

  @Test
  void mixedFormsHaveTheSameRowsAsWell() throws Exception {
    Reader reader = Reader.ofUsers();
    boolean escaped = false;
    for (byte[] user : MixedUsers.users(COUNT)) {
      escaped |= new String(user, StandardCharsets.UTF_8).contains("\\u");
      assertThat(TreeRow.user(TreeRow.tree(user))).isEqualTo(values(reader.rows(user).get(0)));
    }
    assertThat(escaped).isTrue();
  }

  @Test
  void shopsGiveTheSameRowsExceptForTheRecipeOfTheKey() throws Exception {
    Reader events = Reader.ofEvents();
    for (byte[] event : ShopRecords.events(COUNT)) {
      Object[] expected = values(events.rows(event).get(0));
      Object[] row = TreeShop.event(event);
      assertThat(Arrays.copyOfRange(row, 1, row.length))
          .isEqualTo(Arrays.copyOfRange(expected, 1, expected.length));
    }
    Reader lines = Reader.ofOrderLines();
    for (byte[] order : ShopRecords.orders(COUNT)) {
      List<Object[]> expected = lines.rows(order).stream().map(PeersTest::values).toList();
      assertThat(TreeShop.orderLines(order).toArray()).isEqualTo(expected.toArray());
    }
  }

  @Test
  void thePrunedPipelineWritesARowForEachUser() {
    try (PrunedPipeline pipeline = new PrunedPipeline()) {
      for (byte[] user : SampleUsers.users(COUNT)) {
        pipeline.process(user);
      }
      assertThat(pipeline.written()).isEqualTo(COUNT);
    }
  }

  @Test
  void growingUsersDifferInTheirIds() {
    GrowingUsers users = new GrowingUsers();
    Reader reader = Reader.ofUsers();
    assertThat(
            IntStream.of(0, 1, GrowingUsers.FORMS, 2 * GrowingUsers.FORMS, 9_999_999)
                .mapToObj(number -> values(reader.rows(users.user(number)).get(0))[0]))
        .doesNotHaveDuplicates();
  }

  private static Object[] values(Row row) {
    return IntStream.range(0, row.schema().columns().size()).mapToObj(row::get).toArray();
  }
}
