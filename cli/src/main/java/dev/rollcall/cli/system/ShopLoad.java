package dev.rollcall.cli.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rollcall.cli.input.CsvColumns;
import dev.rollcall.cli.input.FileNames;
import dev.rollcall.cli.produce.Load;
import dev.rollcall.cli.produce.PagedLoad;
import dev.rollcall.core.commerce.CommerceEvents;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.csv.CsvFile;
import dev.rollcall.csv.CsvFormat;
import dev.rollcall.csv.CsvRecord;
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
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Brings shop events into a topic, one message each, keyed by session; see {@link PagedLoad}. */
final class ShopLoad {

  private static final String SEED = "shop";
  private static final String ID = "event_id";
  private static final int SESSIONS_PER_PAGE = 200;
  private static final int LINES_PER_PAGE = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShopLoad() {}

  /** So many sessions of an invented shop. */
  static Load ofSessions(long sessions) {
    ShopGenerator shop = new ShopGenerator(SEED);
    return new PagedLoad(
        "shop sessions " + sessions + " of seed " + SEED,
        "sessions",
        load -> Math.min(sessions, load.pagesDone() * SESSIONS_PER_PAGE),
        sessions,
        first ->
            Stream.iterate(
                    first * SESSIONS_PER_PAGE,
                    from -> from < sessions,
                    from -> from + SESSIONS_PER_PAGE)
                .map(
                    from ->
                        LongStream.range(from, Math.min(sessions, from + SESSIONS_PER_PAGE))
                            .boxed()
                            .flatMap(k -> shop.session(Math.toIntExact(k)).stream())
                            .map(ShopLoad::record)
                            .toList()));
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
    Load load =
        new PagedLoad(
            ("csv " + file.sha256() + " " + format).strip(),
            "lines",
            KafkaLoad::recordsDone,
            file.size(),
            page -> pages(events.records(), page));
    return (topic, progress) -> {
      file.notes().forEach(note -> progress.say(path + ": " + note));
      if (file.badLines() > 0) {
        progress.say(
            "%s: %,d of %,d lines cannot be read and become dead letters"
                .formatted(path, file.badLines(), file.size()));
      }
      return load.into(topic, progress);
    };
  }

  private static Stream<List<LoadRecord>> pages(Stream<CsvRecord> lines, long first) {
    Iterator<CsvRecord> rest = lines.skip(first * LINES_PER_PAGE).iterator();
    return Stream.generate(() -> page(rest))
        .takeWhile(records -> !records.isEmpty())
        .onClose(lines::close);
  }

  private static List<LoadRecord> page(Iterator<CsvRecord> lines) {
    List<LoadRecord> records = new ArrayList<>();
    while (lines.hasNext() && records.size() < LINES_PER_PAGE) {
      records.add(record(lines.next().json()));
    }
    return records;
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
