package dev.rollcall.testkit.contract;

import static dev.rollcall.testkit.contract.AggregateFixtures.COUNTS;
import static dev.rollcall.testkit.contract.AggregateFixtures.OTHER_COUNTS;
import static dev.rollcall.testkit.contract.AggregateFixtures.TYPES;
import static dev.rollcall.testkit.contract.AggregateFixtures.allBytes;
import static dev.rollcall.testkit.contract.AggregateFixtures.count;
import static dev.rollcall.testkit.contract.AggregateFixtures.key;
import static dev.rollcall.testkit.contract.AggregateFixtures.state;
import static dev.rollcall.testkit.contract.AggregateFixtures.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTarget;
import dev.rollcall.core.port.DefinitionRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link AggregateStore}. Extend it and open the store: all tests share its tables,
 * {@code contract_counts}, {@code contract_other_counts} and {@code contract_types}, and each test
 * has its own keys. They take some seconds on a real server; the longest has 64 threads.
 */
public abstract class AggregateStoreContract {

  private static final int MEGABYTE = 1 << 20;

  private final String pipeline = "contract-" + UUID.randomUUID();
  private @Nullable AggregateStore opened;
  private @Nullable AggregateStore openedByAnother;

  /**
   * Opens the store and creates missing tables. Each call returns another store, as two workers
   * have.
   */
  protected abstract AggregateStore open(List<Aggregation.Table> tables);

  /**
   * The readable result of a key as a query returns it, by column, values as the Java classes of
   * the columns; empty if there is no document.
   */
  protected abstract Optional<Map<String, @Nullable Object>> result(
      Aggregation.Table table, AggregateKey key);

  /** Deletes the document of a key without using the store, as an administrator would. */
  protected abstract void remove(AggregateKey key);

  /**
   * The target that {@link #open} opens; its tables are made. Null, by default: its rebuilds are
   * not tested.
   */
  protected @Nullable AggregateTarget target() {
    return null;
  }

  @BeforeEach
  final void openTwice() {
    opened = open(AggregateFixtures.ALL);
    openedByAnother = open(AggregateFixtures.ALL);
  }

  @AfterEach
  final void closeBoth() {
    try {
      close(opened);
    } finally {
      close(openedByAnother);
    }
  }

  @Test
  void anEntryOfADefinitionIsReplacedOnlyWhereItIsTheOneThatWasRead() {
    DefinitionRegistry mine = definitions(opened, COUNTS);
    DefinitionRegistry theirs = definitions(openedByAnother, COUNTS);
    String details = "a line \n'another' \\n \u00e9 ".repeat(2_000);
    DefinitionRegistry.Entry first = new DefinitionRegistry.Entry(pipeline, 1, details);
    DefinitionRegistry.Entry second = new DefinitionRegistry.Entry(pipeline, 2, "b");
    DefinitionRegistry.Entry third = new DefinitionRegistry.Entry(pipeline, 2, "c");

    assertThat(mine.replace(null, first)).isTrue();
    assertThat(theirs.entries()).contains(first);
    assertThat(theirs.replace(null, second)).isFalse();
    assertThat(theirs.replace(new DefinitionRegistry.Entry(pipeline, 1, "b"), second)).isFalse();
    assertThat(theirs.replace(first, second)).isTrue();
    assertThat(mine.replace(first, third)).isFalse();
    assertThat(mine.replace(third, first)).isFalse();
    assertThat(mine.replace(second, third)).isTrue();
    assertThat(theirs.entries()).contains(third).doesNotContain(first, second);
    assertThat(definitions(opened, OTHER_COUNTS).entries())
        .noneMatch(entry -> entry.pipeline().equals(pipeline));
  }

  private static DefinitionRegistry definitions(
      @Nullable AggregateStore store, Aggregation.Table table) {
    DefinitionRegistry definitions = Objects.requireNonNull(store).definitions(table.aggregation());
    assumeThat(definitions).as("keeps definitions").isNotSameAs(DefinitionRegistry.NONE);
    return definitions;
  }

  @Test
  void anyDocumentOfAPipelineIsFoundAndNoneOfAnother() {
    AggregateStore store = Objects.requireNonNull(opened);
    definitions(store, COUNTS);
    AggregateKey key = key(pipeline + "-2", COUNTS, "de");
    store.compareAndSet(List.of(write(key, null, "r1", 7)));

    assertThat(store.anyOf(pipeline + "-2", COUNTS.aggregation()).orElseThrow())
        .matches(found -> found.revision().equals("r1"))
        .matches(found -> Arrays.equals(found.state(), state(7)));
    assertThat(store.anyOf(pipeline, COUNTS.aggregation())).isEmpty();
    assertThat(store.anyOf(pipeline + "-2", OTHER_COUNTS.aggregation())).isEmpty();
  }

  @Test
  void aHigherDefinitionReplacesTheDocumentsOfALowerOneWhenItRebuilds() {
    AggregateTarget target = target();
    assumeThat(target).as("a target that can be rebuilt").isNotNull();
    RebuildScenario.run(pipeline, Objects.requireNonNull(target));
  }

  @Test
  void anAbsentKeyIsNotLoaded() {
    AggregateKey there = stored("there", 1);

    assertThat(store().load(List.of(there, key("absent")))).containsOnlyKeys(there);
    assertThat(store().load(List.of())).isEmpty();
  }

  @Test
  void writingNothingRejectsNothing() {
    assertThat(store().compareAndSet(List.of())).isEmpty();
  }

  @Test
  void theFirstWriteExpectsNoDocument() {
    AggregateKey key = key("FR");

    assertThat(store().compareAndSet(List.of(write(key, null, "r1", 7)))).isEmpty();

    assertStored(key, "r1", 7);
  }

  @Test
  void aSecondFirstWriteIsRejected() {
    AggregateKey key = stored("FR", 7);

    assertThat(another().compareAndSet(List.of(write(key, null, "r2", 8)))).containsExactly(key);

    assertStored(key, revision("FR"), 7);
  }

  @Test
  void aWriteOnTheStoredRevisionReplacesAll() {
    AggregateKey key = stored("FR", 7);

    AggregateStore.Write next =
        new AggregateStore.Write(key, revision("FR"), "r2", state(8), count(key, null));
    assertThat(another().compareAndSet(List.of(next))).isEmpty();

    AggregateStore.Stored document = loaded(key);
    assertThat(document.revision()).isEqualTo("r2");
    assertThat(document.state()).isEqualTo(state(8));
    assertThat(result(COUNTS, key)).contains(count(key, null));
  }

  @Test
  void aWriteOnAnOldRevisionIsRejectedAndChangesNothing() {
    AggregateKey key = stored("FR", 7);
    store().compareAndSet(List.of(write(key, revision("FR"), "r2", 8)));

    assertThat(another().compareAndSet(List.of(write(key, revision("FR"), "r3", 9))))
        .containsExactly(key);

    assertStored(key, "r2", 8);
  }

  @Test
  void aWriteThatExpectsARevisionOfAnAbsentDocumentIsRejected() {
    AggregateKey key = stored("FR", 7);
    remove(key);

    assertThat(store().compareAndSet(List.of(write(key, revision("FR"), "r2", 8))))
        .containsExactly(key);

    assertThat(store().load(List.of(key))).isEmpty();
  }

  @Test
  void ofABulkExactlyTheStaleWritesAreRejected() {
    List<AggregateStore.Write> writes = new ArrayList<>();
    List<AggregateKey> stale = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean first = i % 4 < 2;
      String country = "country " + i;
      AggregateKey key = i % 4 == 0 ? key(country) : stored(country, i);
      String expected = first ? null : i % 4 == 2 ? revision(country) : "not this one";
      writes.add(write(key, expected, "new " + i, 1000 + i));
      if (i % 4 == 1 || i % 4 == 3) {
        stale.add(key);
      }
    }
    Collections.shuffle(writes, new Random(7));

    assertThat(another().compareAndSet(writes)).containsExactlyInAnyOrderElementsOf(stale);

    Map<AggregateKey, AggregateStore.Stored> loaded = store().load(keysOf(writes));
    assertThat(loaded).hasSize(60);
    for (AggregateStore.Write write : writes) {
      boolean rejected = stale.contains(write.key());
      AggregateStore.Stored document = Objects.requireNonNull(loaded.get(write.key()));
      assertThat(document.revision().equals(write.newRevision())).isEqualTo(!rejected);
      assertThat(Arrays.equals(document.state(), write.state())).isEqualTo(!rejected);
    }
  }

  @Test
  void aThousandKeysAreLoadedAtOnce() {
    List<AggregateStore.Write> writes =
        IntStream.range(0, 1000).mapToObj(i -> write(key("c" + i), null, "r" + i, i)).toList();

    assertThat(store().compareAndSet(writes)).isEmpty();

    Map<AggregateKey, AggregateStore.Stored> loaded = another().load(keysOf(writes));
    assertThat(loaded).hasSize(1000);
    for (AggregateStore.Write write : writes) {
      AggregateStore.Stored document = Objects.requireNonNull(loaded.get(write.key()));
      assertThat(document.state()).isEqualTo(write.state());
      assertThat(document.revision()).isEqualTo(write.newRevision());
    }
  }

  @Test
  void aStateOfNoByteOfAllBytesAndOfAMegabyteComesBack() {
    byte[] megabyte = new byte[MEGABYTE];
    new Random(11).nextBytes(megabyte);
    Map<AggregateKey, byte[]> states = new HashMap<>();
    states.put(key("none"), new byte[0]);
    states.put(key("all"), allBytes());
    states.put(key("megabyte"), megabyte);

    store()
        .compareAndSet(
            states.entrySet().stream()
                .map(
                    e ->
                        new AggregateStore.Write(
                            e.getKey(), null, "r", e.getValue(), count(e.getKey(), 1L)))
                .toList());

    states.forEach((key, state) -> assertThat(loaded(key).state()).isEqualTo(state));
  }

  @Test
  void aResultOfEveryTypeIsReadable() {
    for (Map<String, @Nullable Object> result :
        List.of(
            AggregateFixtures.lows("low"),
            AggregateFixtures.highs("high"),
            AggregateFixtures.nulls())) {
      AggregateKey key =
          new AggregateKey(
              pipeline,
              TYPES.aggregation(),
              Collections.singletonList(result.get("country")),
              (Instant) result.get("window_start"));
      assertThat(
              store()
                  .compareAndSet(
                      List.of(new AggregateStore.Write(key, null, "r", state(1), result))))
          .isEmpty();
      Map<String, @Nullable Object> read = result(TYPES, key).orElseThrow();
      assertThat(comparable(read)).isEqualTo(comparable(result));
    }
  }

  @Test
  void keysOfOddCharactersAreKeptApart() {
    List<@Nullable String> countries =
        Arrays.asList(
            "",
            " ",
            ".",
            "$",
            "/",
            "a",
            "A",
            "a ",
            "a.b",
            "$set",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "null",
            null,
            "\u00fc",
            "u\u0308",
            "\ud83d\ude00",
            "\n",
            "[\"a\"]",
            "x".repeat(239),
            "x".repeat(4000),
            "x".repeat(4001));
    List<AggregateStore.Write> writes = new ArrayList<>();
    countries.forEach(
        country -> writes.add(write(key(country), null, "r" + writes.size(), writes.size())));

    assertThat(store().compareAndSet(writes)).isEmpty();

    Map<AggregateKey, AggregateStore.Stored> loaded = another().load(keysOf(writes));
    assertThat(loaded).hasSize(countries.size());
    for (AggregateStore.Write write : writes) {
      assertThat(loaded(write.key()).state()).isEqualTo(write.state());
      assertThat(result(COUNTS, write.key())).contains(write.result());
    }
  }

  @Test
  void aLostAcknowledgementShowsAsARejectionOfWhatIsInEffect() {
    AggregateKey key = stored("FR", 7);
    List<AggregateStore.Write> writes =
        List.of(write(key, revision("FR"), "r2", 8), write(key("DE"), null, "d1", 1));
    assertThat(store().compareAndSet(writes)).isEmpty();

    assertThat(store().compareAndSet(writes)).containsExactlyInAnyOrder(key, key("DE"));

    assertStored(key, "r2", 8);
    assertStored(key("DE"), "d1", 1);
  }

  @Test
  void documentsOfTwoPipelinesAndOfTwoAggregationsDoNotMeet() {
    List<AggregateKey> keys =
        List.of(
            key("FR"),
            key(pipeline, OTHER_COUNTS, "FR"),
            key(pipeline + "-2", COUNTS, "FR"),
            key(pipeline + "-2", OTHER_COUNTS, "FR"));
    List<AggregateStore.Write> writes = new ArrayList<>();
    keys.forEach(key -> writes.add(write(key, null, "r" + writes.size(), writes.size())));

    assertThat(store().compareAndSet(writes)).isEmpty();
    assertThat(store().compareAndSet(List.of(write(keys.get(1), "r1", "n", 100)))).isEmpty();

    assertStored(keys.get(0), "r0", 0);
    assertStored(keys.get(1), "n", 100);
    assertStored(keys.get(2), "r2", 2);
    assertStored(keys.get(3), "r3", 3);
  }

  @Test
  @Timeout(600)
  void aDocumentThatSixtyFourThreadsIncrementLosesNothing() {
    HotDocument hot = new HotDocument(List.of(store(), another()), key("hot"), 64, 15);

    hot.run();

    assertThat(HotDocument.counter(loaded(key("hot")))).isEqualTo(hot.expected());
    assertThat(hot.rejections()).isGreaterThanOrEqualTo(63);
    assertThat(result(COUNTS, key("hot"))).contains(count(key("hot"), hot.expected()));
  }

  @Test
  @Timeout(600)
  void bulksThatWorkersReachInPartLoseNothingAndDoubleNothing() {
    List<AggregateKey> keys = IntStream.range(0, 6).mapToObj(i -> key("shared " + i)).toList();
    SharedDocuments shared = new SharedDocuments(List.of(store(), another()), keys, 8, 20);

    shared.run();

    keys.forEach(key -> assertThat(shared.appliedBy(loaded(key))).containsOnly(20L));
  }

  private static void close(@Nullable AggregateStore store) {
    if (store != null) {
      store.close();
    }
  }

  private AggregateStore store() {
    return Objects.requireNonNull(opened);
  }

  private AggregateStore another() {
    return Objects.requireNonNull(openedByAnother);
  }

  private AggregateKey key(@Nullable String country) {
    return key(pipeline, COUNTS, country);
  }

  private static AggregateKey key(
      String pipeline, Aggregation.Table table, @Nullable String country) {
    return AggregateFixtures.key(pipeline, table, country);
  }

  private static String revision(String country) {
    return "first of " + country;
  }

  private AggregateKey stored(String country, long count) {
    AggregateKey key = key(country);
    assertThat(store().compareAndSet(List.of(write(key, null, revision(country), count))))
        .isEmpty();
    return key;
  }

  private AggregateStore.Stored loaded(AggregateKey key) {
    AggregateStore.Stored document = another().load(List.of(key)).get(key);
    assertThat(document).as("document of %s", key).isNotNull();
    return Objects.requireNonNull(document);
  }

  private void assertStored(AggregateKey key, String revision, long count) {
    AggregateStore.Stored document = loaded(key);
    assertThat(document.revision()).isEqualTo(revision);
    assertThat(document.state()).isEqualTo(state(count));
    Aggregation.Table table =
        key.aggregation().equals(COUNTS.aggregation()) ? COUNTS : OTHER_COUNTS;
    assertThat(result(table, key)).contains(count(key, count));
  }

  private static Set<AggregateKey> keysOf(List<AggregateStore.Write> writes) {
    return Set.copyOf(writes.stream().map(AggregateStore.Write::key).toList());
  }

  /** Bytes by content, JSON without spaces between its tokens. */
  private static Map<String, @Nullable Object> comparable(Map<String, @Nullable Object> result) {
    Map<String, @Nullable Object> comparable = new LinkedHashMap<>(result);
    comparable.computeIfPresent("some_bytes", (n, bytes) -> Arrays.toString((byte[]) bytes));
    comparable.computeIfPresent("a_json", (n, json) -> ((String) json).replace(" ", ""));
    return comparable;
  }
}
