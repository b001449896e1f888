package dev.rollcall.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.input.CsvColumns;
import dev.rollcall.cli.input.FileNames;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.Loaded;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.csv.CsvFile;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.csv.CsvRecord;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.testkit.commerce.ShopGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings shop events into a topic, one message each, keyed by session, in transactions with the
 * load's progress: run again or killed, it goes on after its last page.
 */
final class ShopLoad {

  private static final String SEED = "shop";
  private static final String ID = "event_id";
  private static final int SESSIONS_PER_PAGE = 200;
  private static final int LINES_PER_PAGE = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShopLoad() {}

  /** So many sessions of an invented shop. */
  static Load ofSessions(long sessions) {
    return (topic, progress) -> load(sessions, topic, progress);
  }

  /**
   * A CSV file of the REES46 form. What its lines become depends on how they are read; each is an
   * event of its own, also if two are equal, unless the file has ids of its own.
   *
   * @throws ConfigurationException if it is no such file
   */
  static Load ofFile(Path path, CsvFormat format) {
    if (Files.isDirectory(path) || FileNames.isJson(path)) {
      throw new ConfigurationException(
          "--from %s: got %s, expected a CSV file of the REES46 form"
              .formatted(path, Files.isDirectory(path) ? "a folder" : "JSON"));
    }
    CsvFile file = CsvFile.open(path, format);
    CsvColumns.requireAnyOf(CommerceEvents.recordType(), path.toString(), file.header());
    CsvFile events = file.header().contains(ID) ? file : file.withIds(ID);
    return (topic, progress) -> load(path, events, format, topic, progress);
  }

  private static Loaded load(long sessions, KafkaTopic topic, Progress progress) {
    ShopGenerator shop = new ShopGenerator(SEED);
    String id = "shop sessions " + sessions + " of seed " + SEED;
    long pages = (sessions + SESSIONS_PER_PAGE - 1) / SESSIONS_PER_PAGE;
    try (KafkaLoad load = KafkaLoad.open(topic, id)) {
      long before = load.recordsDone();
      for (long page = load.pagesDone(); page < pages; page++) {
        List<LoadRecord> records = new ArrayList<>();
        long from = page * SESSIONS_PER_PAGE;
        for (long k = from; k < Math.min(sessions, from + SESSIONS_PER_PAGE); k++) {
          shop.session(Math.toIntExact(k)).forEach(event -> records.add(record(event)));
        }
        load.page(page, records);
        progress.step(
            "Loading sessions into Kafka", Math.min(sessions, from + SESSIONS_PER_PAGE), sessions);
      }
      load.finish();
      return new Loaded(id, load.recordsDone(), load.recordsDone() - before);
    }
  }

  private static Loaded load(
      Path path, CsvFile file, CsvFormat format, KafkaTopic topic, Progress progress) {
    String id = ("csv " + file.sha256() + " " + format).strip();
    file.notes().forEach(note -> progress.say(path + ": " + note));
    if (file.badLines() > 0) {
      progress.say(
          "%s: %,d of %,d lines cannot be read and become dead letters"
              .formatted(path, file.badLines(), file.size()));
    }
    try (KafkaLoad load = KafkaLoad.open(topic, id);
        Stream<CsvRecord> lines = file.records()) {
      long before = load.recordsDone();
      Iterator<CsvRecord> rest = lines.skip(load.pagesDone() * LINES_PER_PAGE).iterator();
      for (long page = load.pagesDone(); rest.hasNext(); page++) {
        List<LoadRecord> records = new ArrayList<>();
        while (rest.hasNext() && records.size() < LINES_PER_PAGE) {
          records.add(record(rest.next().json()));
        }
        load.page(page, records);
        progress.step("Loading lines into Kafka", load.recordsDone(), file.size());
      }
      load.finish();
      return new Loaded(id, load.recordsDone(), load.recordsDone() - before);
    }
  }

  private static LoadRecord record(byte[] event) {
    try {
      JsonNode tree = JSON.readTree(event);
      return new LoadRecord(tree.path("user_session").asText(""), event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
