package dev.rollcall.cli.produce;

import dev.rollcall.cli.input.FileNames;
import dev.rollcall.cli.input.FileRecords;
import dev.rollcall.core.error.ConfigurationException;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.flatten.Flattener;
import dev.rollcall.core.flatten.Flattener.Element;
import dev.rollcall.core.user.Users;
import dev.rollcall.kafka.load.KafkaLoad;
import dev.rollcall.kafka.load.LoadRecord;
import dev.rollcall.randomuser.RandomUserClient;
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
import java.util.stream.StreamSupport;

/** Loads of users, one message per user, keyed by user id. */
final class UserLoad {

  private final Flattener flattener = Flattener.of(Users.recordType());

  /** So many users from the API, page by page. */
  static Load ofApi(RandomUserClient client, long users) {
    UserLoad load = new UserLoad();
    long pages = (users + client.pageSize() - 1) / client.pageSize();
    return new PagedLoad(
        client.loadId(users),
        "users",
        KafkaLoad::recordsDone,
        users,
        page ->
            page >= pages
                ? Stream.empty()
                : StreamSupport.stream(
                        client.pages(users, Math.toIntExact(page) + 1).spliterator(), false)
                    .map(reply -> load.records(List.of(reply.body()))));
  }

  /**
   * Captured replies: a file, or all files below a folder whose name says that they are JSON. They
   * are read once now, so that what cannot be read is said before servers start.
   *
   * @throws ConfigurationException if they are none
   * @throws dev.rollcall.core.error.DataException if a file cannot be had whole
   */
  static Load ofFiles(Path path) {
    UserLoad load = new UserLoad();
    List<Path> files = files(path);
    files.forEach(FileRecords::of);
    return new PagedLoad(
        "files " + hash(path, files),
        "files",
        KafkaLoad::pagesDone,
        files.size(),
        page -> files.stream().skip(page).map(file -> load.records(FileRecords.of(file))));
  }

  private List<LoadRecord> records(List<byte[]> replies) {
    List<LoadRecord> records = new ArrayList<>();
    for (byte[] reply : replies) {
      for (byte[] element : flattener.split(reply)) {
        records.add(new LoadRecord(key(element), element));
      }
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
        sha256.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new FatalException("--from " + root + ": a file cannot be read on: " + e, e);
    }
  }
}
