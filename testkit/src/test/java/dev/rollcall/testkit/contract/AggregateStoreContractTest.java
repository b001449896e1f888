package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.AggregateTable;
import dev.rollcall.testkit.contract.FlawedStore.Flaw;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract passes on a right store, and each of its teeth bites a wrong one. */
class AggregateStoreContractTest {

  @Nested
  class ARightStore extends Contract {
    ARightStore() {
      super(Flaw.NONE);
    }
  }

  @Test
  void aStoreThatIgnoresRevisionsLosesIncrements() {
    Contract contract = opened(Flaw.IGNORES_REVISIONS);

    assertThatThrownBy(contract::aDocumentThatSixtyFourThreadsIncrementLosesNothing)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::bulksThatWorkersReachInPartLoseNothingAndDoubleNothing)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::aSecondFirstWriteIsRejected).isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::aWriteOnAnOldRevisionIsRejectedAndChangesNothing)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(contract::aLostAcknowledgementShowsAsARejectionOfWhatIsInEffect)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatChecksAndWritesInTwoStepsLosesIncrements() {
    Contract contract = opened(Flaw.CHECKS_BEFORE_WRITING);

    assertThatThrownBy(contract::aDocumentThatSixtyFourThreadsIncrementLosesNothing)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatUpsertsBringsDeletedDocumentsBack() {
    Contract contract = opened(Flaw.UPSERTS);

    assertThatThrownBy(contract::aWriteThatExpectsARevisionOfAnAbsentDocumentIsRejected)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatRejectsWholeBulksIsFound() {
    Contract contract = opened(Flaw.REJECTS_WHOLE_BULKS);

    assertThatThrownBy(contract::ofABulkExactlyTheStaleWritesAreRejected)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatLeavesNullsOutShowsOldValues() {
    Contract contract = opened(Flaw.LEAVES_NULLS_OUT);

    assertThatThrownBy(contract::aWriteOnTheStoredRevisionReplacesAll)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatForgetsThePipelineMixesDocuments() {
    Contract contract = opened(Flaw.FORGETS_THE_PIPELINE);

    assertThatThrownBy(contract::documentsOfTwoPipelinesAndOfTwoAggregationsDoNotMeet)
        .isInstanceOf(AssertionError.class);
  }

  private static Contract opened(Flaw flaw) {
    Contract contract = new Contract(flaw) {};
    contract.openTwice();
    return contract;
  }

  /** Abstract, so that JUnit does not run it by itself. */
  abstract static class Contract extends AggregateStoreContract {

    private final FlawedStore store;

    Contract(Flaw flaw) {
      this.store = new FlawedStore(flaw);
    }

    @Override
    protected AggregateStore open(List<AggregateTable> tables) {
      return store;
    }

    @Override
    protected Optional<Map<String, Object>> result(AggregateTable table, AggregateKey key) {
      return store.result(key);
    }

    @Override
    protected void remove(AggregateKey key) {
      store.remove(key);
    }
  }
}
