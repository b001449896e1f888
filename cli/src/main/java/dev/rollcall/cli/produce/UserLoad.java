package dev.rollcall.cli.produce;

import dev.rollcall.cli.console.Progress;
import dev.rollcall.cli.input.FileNames;
import dev.rollcall.cli.input.FileRecords;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Element;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.RecordSplitter;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.KafkaTopic;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.randomuser.RandomUserClient;
import dev.rollcall.randomuser.UserPage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings users into a topic, one message per user, keyed by user id, in transactions with the
 * load's progress: a load that is run again, or was killed, goes on after its last committed page.
 */
public final class UserLoad {

  private final KafkaTopic topic;
  private final Progress progress;
  private final RecordSplitter splitter = new RecordSplitter(Users.recordType());
  private final Flattener flattener = Flattener.of(Users.recordType());

  /** Into this topic, which must exist. */
  public UserLoad(KafkaTopic topic, Progress progress) {
    this.topic = topic;
    this.progress = progress;
  }

  /** So many users from the API, page by page. */
  public Loaded fromApi(RandomUserClient client, long users) {
    String id = client.loadId(users);
    long pages = (users + client.pageSize() - 1) / client.pageSize();
    try (KafkaLoad load = KafkaLoad.open(topic, id)) {
      long before = load.recordsDone();
      resumed(load, pages);
      if (load.pagesDone() < pages) {
        int first = Math.toIntExact(load.pagesDone()) + 1;
        for (UserPage page : client.pages(users, first)) {
          load.page(page.page() - 1L, records(page.body()));
          progress.step("Loading users into Kafka", load.recordsDone(), users);
        }
      }
      load.finish();
      return new Loaded(id, load.recordsDone(), load.recordsDone() - before);
    }
  }

  /** Captured replies: a file, or all files below a folder whose name says that they are JSON. */
  public Loaded fromFiles(Path path) {
    List<Path> files = files(path);
    String id = "files " + hash(path, files);
    try (KafkaLoad load = KafkaLoad.open(topic, id)) {
      long before = load.recordsDone();
      resumed(load, files.size());
      for (int i = Math.toIntExact(load.pagesDone()); i < files.size(); i++) {
        load.page(i, records(files.get(i)));
        progress.step("Loading files into Kafka", load.pagesDone(), files.size());
      }
      load.finish();
      return new Loaded(id, load.recordsDone(), load.recordsDone() - before);
    }
  }

  /**
   * Reads captured replies as a load will, so that what cannot be read is said before servers
   * start.
   *
   * @throws ConfigurationException if they are none
   * @throws dev.rollcall.core.error.DataException if a file cannot be had whole
   */
  static void check(Path path) {
    files(path).forEach(FileRecords::of);
  }

  private void resumed(KafkaLoad load, long pages) {
    if (load.pagesDone() > 0) {
      progress.say(
          "%d of %d pages of this load are in Kafka already; nothing is loaded twice"
              .formatted(load.pagesDone(), pages));
    }
  }

  private List<LoadRecord> records(Path file) {
    List<LoadRecord> records = new ArrayList<>();
    FileRecords.of(file).forEach(reply -> records.addAll(records(reply)));
    return records;
  }

  private List<LoadRecord> records(byte[] reply) {
    List<LoadRecord> records = new ArrayList<>();
    for (byte[] element : splitter.split(reply)) {
      records.add(new LoadRecord(key(element), element));
    }
    return records;
  }

  /** The user's id; what is no user has no key of its own and becomes a dead letter later. */
  private String key(byte[] element) {
    Element first = flattener.flatten(element, null).get(0);
    return first instanceof Element.Accepted accepted
        ? String.valueOf(accepted.row().get("user_id"))
        : "";
  }

  private static List<Path> files(Path path) {
    if (FileNames.isCsv(path.toString())) {
      throw new ConfigurationException(
          "--from " + path + ": got a CSV file, expected captured replies in JSON");
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> files =
          all.filter(file -> FileNames.isJson(file) && Files.isRegularFile(file)).sorted().toList();
      if (files.isEmpty()) {
        throw new ConfigurationException(
            "--from "
                + path
                + ": got a folder without .json, .ndjson or .jsonl files, expected captured"
                + " replies");
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of names and contents, so that other files are another load. */
  private static String hash(Path root, List<Path> files) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        sha256.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(MessageDigest.getInstance("SHA-256").digest(read(file)));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new FatalException(
          "file '%s' cannot be read (%s); look whether it is there and may be read"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
