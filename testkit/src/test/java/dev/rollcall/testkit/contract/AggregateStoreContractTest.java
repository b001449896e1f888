package dev.rollcall.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollcall.testkit.contract.FlawedStore.Flaw;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract passes on a right store, and each of its teeth bites a wrong one. */
class AggregateStoreContractTest {

  @Nested
  class ARightStore extends FlawedContract {
    ARightStore() {
      super(Flaw.NONE);
    }
  }

  @Test
  void aStoreThatIgnoresRevisionsLosesIncrements() {
    FlawedContract contract = opened(Flaw.IGNORES_REVISIONS);

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
    FlawedContract contract = opened(Flaw.CHECKS_BEFORE_WRITING);

    assertThatThrownBy(contract::aDocumentThatSixtyFourThreadsIncrementLosesNothing)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatUpsertsBringsDeletedDocumentsBack() {
    FlawedContract contract = opened(Flaw.UPSERTS);

    assertThatThrownBy(contract::aWriteThatExpectsARevisionOfAnAbsentDocumentIsRejected)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatRejectsWholeBulksIsFound() {
    FlawedContract contract = opened(Flaw.REJECTS_WHOLE_BULKS);

    assertThatThrownBy(contract::ofABulkExactlyTheStaleWritesAreRejected)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatLeavesNullsOutShowsOldValues() {
    FlawedContract contract = opened(Flaw.LEAVES_NULLS_OUT);

    assertThatThrownBy(contract::aWriteOnTheStoredRevisionReplacesAll)
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void aStoreThatForgetsThePipelineMixesDocuments() {
    FlawedContract contract = opened(Flaw.FORGETS_THE_PIPELINE);

    assertThatThrownBy(contract::documentsOfTwoPipelinesAndOfTwoAggregationsDoNotMeet)
        .isInstanceOf(AssertionError.class);
  }

  private static FlawedContract opened(Flaw flaw) {
    FlawedContract contract = new FlawedContract(flaw);
    contract.openTwice();
    return contract;
  }
}
