package dev.rollcall.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowBucketTest {

  @Test
  void aKeyStaysInItsBucketForEver() {
    // stored keys depend on it: these may never change
    assertThat(Row.bucketOf("a", 16)).isEqualTo(11);
    assertThat(Row.bucketOf(UUID.fromString("936da01f-9abd-4d9d-80c7-02af85c822a8"), 16))
        .isEqualTo(2);
    assertThat(Row.bucketOf(42L, 8)).isEqualTo(5);
  }

  @Test
  void keysAreSpread() {
    Map<Long, Long> sizes =
        IntStream.range(0, 16_000)
            .mapToObj(i -> Row.bucketOf("user-" + i, 16))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

    assertThat(sizes.keySet())
        .containsOnlyOnceElementsOf(IntStream.range(0, 16).mapToObj(Long::valueOf).toList());
    assertThat(sizes.values()).allMatch(size -> size > 850 && size < 1_150);
  }

  @Test
  void thereIsAtLeastOneBucket() {
    assertThat(Row.bucketOf("any", 1)).isZero();
    assertThatThrownBy(() -> Row.bucketOf("any", 0)).hasMessageContaining("at least 1");
  }
}
