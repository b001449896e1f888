package dev.rollcall.kafka.redrive;

import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.pipeline.ElementRedrive;
import dev.rollcall.core.pipeline.Pipeline;
import dev.rollcall.core.pipeline.RetryPolicy;
import dev.rollcall.core.port.DeadLetter;
import dev.rollcall.core.record.SourceRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.internal.client.KafkaClients;
import dev.rollcall.kafka.internal.client.KafkaErrors;
import dev.rollcall.kafka.redrive.RedriveResult.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Runs a re-drive: source by source, in transactions of some letters each. Not threadsafe. */
final class RedriveRun {

  private static final int MAX_LETTERS = 200;
  private static final long MAX_BYTES = 8_000_000;

  private final KafkaTopic deadLetters;
  private final int maxAttempts;
  private final @Nullable Pipeline pipeline;
  private final RetryPolicy retry;
  private final Map<List<String>, ElementRedrive> sinks = new HashMap<>();
  private final Map<String, RedriveResult> results = new HashMap<>();

  RedriveRun(
      KafkaTopic deadLetters, int maxAttempts, @Nullable Pipeline pipeline, RetryPolicy retry) {
    this.deadLetters = deadLetters;
    this.maxAttempts = maxAttempts;
    this.pipeline = pipeline;
    this.retry = retry;
  }

  List<RedriveResult> run(List<PlannedRedrive> planned) {
    Map<String, List<PlannedRedrive>> bySource = new LinkedHashMap<>();
    for (PlannedRedrive one : planned) {
      if (one.ready()) {
        bySource
            .computeIfAbsent(one.status().letter().partition().sourceId(), any -> new ArrayList<>())
            .add(one);
      }
    }
    try {
      bySource.forEach(this::runSource);
    } finally {
      sinks.values().forEach(ElementRedrive::close);
    }
    return planned.stream()
        .map(one -> results.getOrDefault(one.status().id(), one.result()))
        .toList();
  }

  private void runSource(String sourceId, List<PlannedRedrive> letters) {
    String where = "re-drive of the letters of source " + sourceId;
    try (RedriveTransactions transactions =
        new RedriveTransactions(
            where,
            () ->
                KafkaClients.transactionalProducer(deadLetters, Redrive.transactionalId(sourceId)),
            () -> RedriveMark.readAll(RedriveMark.log(deadLetters)),
            retry)) {
      List<PlannedRedrive> page = new ArrayList<>();
      long bytes = 0;
      for (PlannedRedrive letter : letters) {
        ProducerRecord<byte[], byte[]> message = letter.message();
        if (message == null) {
          writeToSink(transactions, letter);
          continue;
        }
        if (page.size() == MAX_LETTERS
            || bytes + message.value().length > MAX_BYTES && !page.isEmpty()) {
          sendToTopic(transactions, page);
          page.clear();
          bytes = 0;
        }
        page.add(letter);
        bytes += message.value().length;
      }
      sendToTopic(transactions, page);
    }
  }

  /** Sends a page; a message that the topic refuses does not stop the others. */
  private void sendToTopic(RedriveTransactions transactions, List<PlannedRedrive> page) {
    try {
      Set<String> sent = transactions.send(page.stream().map(RedriveRun::entry).toList());
      for (PlannedRedrive letter : page) {
        if (!sent.contains(letter.status().id())) {
          putSettled(letter, transactions.mark(letter.status().id()));
        }
      }
    } catch (RollcallException e) {
      if (page.size() > 1 && KafkaErrors.isRefusal(e, true)) {
        page.forEach(letter -> sendToTopic(transactions, List.of(letter)));
      } else if (page.size() == 1 && KafkaErrors.isRefusal(e, false)) {
        put(page.get(0), Outcome.LEFT, "the topic refused it: " + e.getMessage());
      } else {
        throw e;
      }
    }
  }

  private static RedriveTransactions.Entry entry(PlannedRedrive letter) {
    ProducerRecord<byte[], byte[]> message = letter.message();
    DeadLetter of = letter.status().letter();
    String to = message == null ? of.sink() : message.topic();
    return new RedriveTransactions.Entry(
        of.id(), message, new RedriveMark(true, of.attempt() + 1, to));
  }

  /** Writes the row before the mark: a row that is written twice is the same row. */
  private void writeToSink(RedriveTransactions transactions, PlannedRedrive planned) {
    LetterStatus status = planned.status();
    DeadLetter letter = status.letter();
    RedriveMark before = transactions.mark(letter.id());
    int attempt = before == null ? letter.attempt() : Math.max(letter.attempt(), before.attempt());
    if (before != null && before.done()) {
      putSettled(planned, before);
      return;
    }
    if (attempt >= maxAttempts) {
      put(planned, Outcome.LEFT, "given up: tried %d times".formatted(attempt));
      return;
    }
    ElementRedrive.Result result =
        open(letter).write(record(letter, planned.element()), letter.ordinal());
    boolean done = result.outcome() != ElementRedrive.Outcome.REFUSED;
    transactions.send(
        List.of(
            new RedriveTransactions.Entry(
                letter.id(), null, new RedriveMark(done, attempt + 1, letter.sink()))));
    switch (result.outcome()) {
      case WRITTEN -> put(planned, Outcome.WRITTEN, "to " + letter.sink());
      case OUTDATED -> put(planned, Outcome.OUTDATED, letter.sink() + " holds a newer row");
      case FILTERED -> put(planned, Outcome.FILTERED, "the pipeline filters it out now");
      case REFUSED -> put(planned, Outcome.REFUSED, result.reasonClass() + ": " + result.reason());
    }
  }

  private ElementRedrive open(DeadLetter letter) {
    if (pipeline == null) {
      throw new IllegalStateException("a letter of sink " + letter.sink() + " without a pipeline");
    }
    Pipeline definition = pipeline;
    String branch = letter.element().branch();
    return sinks.computeIfAbsent(
        List.of(branch, letter.sink()),
        any -> ElementRedrive.open(definition, branch, letter.sink()));
  }

  private static SourceRecord record(
      DeadLetter letter, ElementRedrive.Finder.@Nullable Found element) {
    List<SourceRecord.Header> headers = new ArrayList<>(letter.headers());
    if (element != null && element.only() != null) {
      headers.add(element.only());
    }
    return new SourceRecord(
        letter.partition(),
        letter.source(),
        letter.offset(),
        letter.timestamp(),
        letter.key(),
        element == null ? null : element.bytes(),
        letter.attempt(),
        headers);
  }

  /** Another process has done it since the plan was made. */
  private void putSettled(PlannedRedrive letter, @Nullable RedriveMark mark) {
    if (mark != null && mark.barred()) {
      put(letter, Outcome.BARRED, RedrivePlanner.BARRED);
    } else {
      put(letter, Outcome.DONE_BEFORE, "was re-driven before");
    }
  }

  private void put(PlannedRedrive letter, Outcome outcome, String detail) {
    results.put(letter.status().id(), letter.with(outcome, detail));
  }
}
