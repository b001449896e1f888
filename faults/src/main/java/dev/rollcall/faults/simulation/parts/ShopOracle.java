package dev.rollcall.faults.simulation.parts;

import dev.rollcall.faults.simulation.parts.PartsWorld.Fault;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What must be stored, from the log alone and without the code under test. An element that was sent
 * again counts where the message lies that sent it, and is as old as the one that brought it first.
 */
final class ShopOracle {

  /** How old a row is. */
  private record Age(long time, int offset, int parent) implements Comparable<Age> {
    private static final Comparator<Age> OLDEST_FIRST =
        Comparator.comparingLong(Age::time)
            .thenComparingInt(Age::offset)
            .thenComparingInt(Age::parent);

    @Override
    public int compareTo(Age other) {
      return OLDEST_FIRST.compare(this, other);
    }
  }

  /** The newest of a key. */
  private record Newest(Age age, boolean deletes, List<@Nullable Object> values) {}

  /** What a reading of the whole log reports of a branch, or of all. */
  static final class Account {
    long read;
    long filtered;
    long deleted;
    long refused;
    long counted;

    void add(Account other) {
      read += other.read;
      filtered += other.filtered;
      deleted += other.deleted;
      refused += other.refused;
      counted += other.counted;
    }

    @Override
    public String toString() {
      return "%d read, %d filtered, %d deleted, %d dead-lettered, %d counted"
          .formatted(read, filtered, deleted, refused, counted);
    }
  }

  private record Sum(long count, BigInteger hashes) {
    private Sum plus(Sum other) {
      return new Sum(count + other.count, hashes.add(other.hashes));
    }
  }

  /** The letters, by what they are of. */
  final Set<String> letters = new TreeSet<>();

  private final PartsWorld world;
  private final Map<String, Newest> orders = new TreeMap<>();
  private final Map<String, Newest> lines = new TreeMap<>();
  private final Map<String, Newest> refunds = new TreeMap<>();
  private final Map<String, Sum> sums = new TreeMap<>();
  private final Map<String, Account> accounts = new TreeMap<>();

  ShopOracle(PartsWorld world) {
    this.world = world;
    for (String branch :
        List.of("", ShopDefinition.ORDERS, ShopDefinition.LINES, ShopDefinition.REFUNDS)) {
      accounts.put(branch, new Account());
    }
    world.log.messages.forEach(partition -> partition.forEach(this::read));
  }

  private void read(ShopMessage message) {
    Account none = account("");
    switch (message.content()) {
      case NOTHING -> {
        none.read++;
        none.filtered++;
      }
      case BROKEN -> {
        world.hit(Fault.MALFORMED);
        none.read++;
        refuse(message, "", 0);
      }
      case EVENTS -> {
        int item = 0;
        for (int i = 0; i < message.events().size(); i++) {
          ShopEvent event = message.events().get(i);
          read(message, event, i, item);
          item += event.items().size();
        }
      }
    }
  }

  private void read(ShopMessage message, ShopEvent event, int place, int firstItem) {
    Age age = new Age(message.first().time(), message.first().offset(), place);
    switch (event.kind()) {
      case CLICK -> {
        if (message.again() == null) {
          world.hit(Fault.UNKNOWN_KIND);
          account("").read++;
          refuse(message, "", place);
        }
      }
      case REFUND -> {
        if (isMeant(message, ShopDefinition.REFUNDS, place)) {
          account(ShopDefinition.REFUNDS).read++;
          put(refunds, event.id(), new Newest(age, false, Arrays.asList(event.hash())));
        }
      }
      case ORDER -> {
        if (isMeant(message, ShopDefinition.ORDERS, place)) {
          order(message, event, age, place);
        }
        for (int i = 0; i < event.items().size(); i++) {
          if (isMeant(message, ShopDefinition.LINES, firstItem + i)) {
            line(message, event, age, i, firstItem + i);
          }
        }
      }
    }
  }

  private static boolean isMeant(ShopMessage message, String branch, int ordinal) {
    ShopMessage.Again again = message.again();
    return again == null || again.branch().equals(branch) && again.ordinal() == ordinal;
  }

  private void order(ShopMessage message, ShopEvent event, Age age, int ordinal) {
    Account account = account(ShopDefinition.ORDERS);
    account.read++;
    if (event.deletes()) {
      world.hit(Fault.ORDER_DELETED);
      account.deleted++;
      put(orders, event.id(), new Newest(age, true, List.of()));
    } else if (event.customer() == null) {
      refuse(message, ShopDefinition.ORDERS, ordinal);
    } else if (event.customer().equals(ShopEvent.FILTERED)) {
      world.hit(Fault.ORDER_FILTERED);
      account.filtered++;
    } else {
      put(
          orders,
          event.id(),
          new Newest(age, false, Arrays.asList(event.customer(), event.hash())));
      count(account, "by_customer[" + event.customer() + "]", event.hash());
    }
  }

  private void line(ShopMessage message, ShopEvent event, Age age, int index, int ordinal) {
    Account account = account(ShopDefinition.LINES);
    account.read++;
    ShopEvent.Line line = event.items().get(index);
    if (line.isRefused()) {
      refuse(message, ShopDefinition.LINES, ordinal);
      return;
    }
    put(
        lines,
        event.id() + "/" + index,
        new Newest(age, false, Arrays.asList(line.sku(), line.quantity(), line.hash())));
    count(account, "by_sku[" + line.sku() + "]", line.hash());
  }

  private void count(Account account, String document, long hash) {
    account.counted++;
    sums.merge(document, new Sum(1, BigInteger.valueOf(hash)), Sum::plus);
  }

  private void refuse(ShopMessage message, String branch, int ordinal) {
    account(branch).refused++;
    letters.add(letter(message.partition(), message.offset(), ordinal, branch));
    if (message.again() != null) {
      world.hit(Fault.REFUSED_AGAIN);
    }
  }

  /** What a letter is of. */
  static String letter(int partition, long offset, int ordinal, String branch) {
    return partition + "@" + offset + "#" + ordinal + branch;
  }

  private Account account(String branch) {
    return Objects.requireNonNull(accounts.get(branch));
  }

  private static void put(Map<String, Newest> rows, String key, Newest row) {
    rows.merge(key, row, (old, fresh) -> fresh.age.compareTo(old.age) >= 0 ? fresh : old);
  }

  Map<String, List<@Nullable Object>> orders() {
    return shown(orders);
  }

  Map<String, List<@Nullable Object>> refunds() {
    return shown(refunds);
  }

  private static Map<String, List<@Nullable Object>> shown(Map<String, Newest> rows) {
    Map<String, List<@Nullable Object>> shown = new TreeMap<>();
    rows.forEach(
        (key, row) -> {
          if (!row.deletes) {
            shown.put(key, row.values);
          }
        });
    return shown;
  }

  /**
   * The live lines: as old as their order, which is not deleted. While an order is refused or
   * filtered, stores that remove what is older show its lines beside those left of the order before
   * it, and a view shows those that are left.
   */
  Map<String, List<@Nullable Object>> lines() {
    Map<String, List<@Nullable Object>> live = new TreeMap<>();
    lines.forEach(
        (key, line) -> {
          Newest order = orders.get(ShopTables.whole(key));
          int compared = order == null ? 1 : line.age.compareTo(order.age);
          boolean isLive = compared == 0 && order != null && !order.deletes;
          if (compared > 0) {
            world.hit(Fault.LINE_WITHOUT_ITS_ORDER);
            isLive = world.kind != ShopTables.Kind.BY_ROW;
          } else if (compared < 0) {
            world.hit(Fault.LINE_IS_GONE);
          }
          if (isLive) {
            live.put(key, line.values);
          }
        });
    return live;
  }

  /** Count and sum of each document. */
  Map<String, String> documents() {
    Map<String, String> documents = new TreeMap<>();
    sums.forEach((key, sum) -> documents.put(key, sum.count + " of " + sum.hashes));
    return documents;
  }

  /** The accounts of a reading of the whole log, of each branch and, under "", of all. */
  Map<String, String> accounts() {
    Account all = new Account();
    accounts.values().forEach(all::add);
    Map<String, String> texts = new TreeMap<>();
    accounts.forEach((branch, account) -> texts.put(branch, account.toString()));
    texts.put("", all.toString());
    return texts;
  }
}
