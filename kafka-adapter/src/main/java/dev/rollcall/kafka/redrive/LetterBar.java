package dev.rollcall.kafka.redrive;

import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Marks letters as never to be sent. */
final class LetterBar {

  private LetterBar() {}

  /**
   * Marks them in one transaction per source, which overtakes a re-drive that is running: it stops,
   * and is run again.
   */
  static void bar(KafkaTopic deadLetters, List<LetterStatus> letters) {
    Map<String, List<LetterStatus>> bySource =
        letters.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.letter().partition().sourceId(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    bySource.forEach(
        (sourceId, of) -> {
          try (RedriveTransactions transactions =
              new RedriveTransactions(
                  "barring letters of source " + sourceId,
                  () ->
                      KafkaClients.transactionalProducer(
                          deadLetters, Redrive.transactionalId(sourceId)),
                  () -> RedriveMark.readAll(RedriveMark.log(deadLetters)),
                  RetryPolicy.DEFAULT)) {
            transactions.send(of.stream().map(LetterBar::entry).toList());
          }
        });
  }

  private static RedriveTransactions.Entry entry(LetterStatus letter) {
    return new RedriveTransactions.Entry(letter.id(), null, RedriveMark.ofBarred(letter.attempt()));
  }
}
