package dev.rollcall.jdbc;

import dev.rollcall.core.aggregate.AggregateKey;
import dev.rollcall.core.aggregate.Aggregation;
import dev.rollcall.core.error.FatalException;
import dev.rollcall.core.error.RollcallException;
import dev.rollcall.core.port.AggregateStore;
import dev.rollcall.core.port.DefinitionRegistry;
import dev.rollcall.core.record.ColumnType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Writes aggregates by compare-and-set, one transaction per call and table. Threadsafe. */
final class JdbcAggregateStore implements AggregateStore {

  private static final int KEYS_PER_QUERY = 1_000;

  private final String name;
  private final JdbcConnections connections;
  private final Map<String, AggregateLayout> layouts;
  private final Map<String, StoredTable> stored;
  private final Map<String, JdbcDefinitions> definitions;
  private final PacketSize packets;

  private JdbcAggregateStore(
      String name,
      JdbcConnections connections,
      Map<String, AggregateLayout> layouts,
      Map<String, StoredTable> stored,
      Map<String, JdbcDefinitions> definitions,
      PacketSize packets) {
    this.name = name;
    this.connections = connections;
    this.layouts = layouts;
    this.stored = stored;
    this.definitions = definitions;
    this.packets = packets;
  }

  /** Takes the connections over: closes them if it throws. */
  static JdbcAggregateStore open(
      String name,
      JdbcConnections connections,
      List<Aggregation.Table> tables,
      TableChanges changes) {
    Map<String, AggregateLayout> layouts = new HashMap<>();
    tables.forEach(
        table ->
            layouts.put(table.aggregation(), AggregateLayout.of(connections.dialect(), table)));
    return connections.opened(
        name,
        () -> {
          Map<String, StoredTable> stored = new HashMap<>();
          PacketSize packets =
              connections.run(
                  name,
                  connection -> {
                    for (AggregateLayout layout : layouts.values()) {
                      String where = name + "." + layout.table().name();
                      stored.put(
                          layout.table().name(),
                          JdbcTableOpener.open(connection, where, layout.table(), changes));
                    }
                    return PacketSize.of(connection, connections.dialect());
                  });
          Map<String, JdbcDefinitions> definitions = new HashMap<>();
          for (AggregateLayout layout : layouts.values()) {
            definitions.put(
                layout.table().name(), JdbcDefinitions.open(layout.table(), connections, changes));
          }
          return new JdbcAggregateStore(name, connections, layouts, stored, definitions, packets);
        });
  }

  @Override
  public Map<AggregateKey, AggregateStore.Stored> load(Collection<AggregateKey> keys) {
    Map<AggregateKey, AggregateStore.Stored> found = new LinkedHashMap<>();
    Set.copyOf(keys).stream()
        .collect(Collectors.groupingBy(AggregateKey::aggregation))
        .forEach(
            (aggregation, group) -> {
              AggregateLayout layout = layout(aggregation);
              try {
                connections.run(
                    where(aggregation),
                    connection -> {
                      for (int from = 0; from < group.size(); from += KEYS_PER_QUERY) {
                        int to = Math.min(group.size(), from + KEYS_PER_QUERY);
                        load(connection, layout, group.subList(from, to), found);
                      }
                      return found;
                    });
              } catch (SQLException failure) {
                throw JdbcErrors.ofSetup(where(aggregation), failure, layout(aggregation).table());
              }
            });
    return found;
  }

  private static void load(
      Connection connection,
      AggregateLayout layout,
      List<AggregateKey> keys,
      Map<AggregateKey, AggregateStore.Stored> found)
      throws SQLException {
    Map<String, AggregateKey> byId = new HashMap<>();
    keys.forEach(key -> byId.put(key.id(), key));
    String sql =
        layout.select(List.of(AggregateLayout.REVISION, AggregateLayout.STATE), keys.size());
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < keys.size(); i++) {
        query.setString(i + 1, keys.get(i).id());
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          AggregateKey key = byId.get(rows.getString(1));
          if (key != null) {
            found.put(key, new AggregateStore.Stored(rows.getBytes(3), rows.getString(2)));
          }
        }
      }
    }
  }

  @Override
  public Set<AggregateKey> compareAndSet(List<AggregateStore.Write> writes) {
    Set<AggregateKey> rejected = new LinkedHashSet<>();
    // in the order of the tables' names, against deadlocks
    writes.stream()
        .collect(
            Collectors.groupingBy(
                write -> write.key().aggregation(), TreeMap::new, Collectors.toList()))
        .forEach(
            (aggregation, group) -> {
              group.forEach(write -> packets.check(where(aggregation), write));
              group.forEach(write -> requireRoomForBlanks(aggregation, write));
              CompareAndSet bulk =
                  new CompareAndSet(where(aggregation), layout(aggregation), group);
              try {
                rejected.addAll(connections.transaction(where(aggregation), bulk::in));
              } catch (SQLException failure) {
                throw failed(aggregation, group, failure);
              }
            });
    return rejected;
  }

  /** Blanks beyond a column's length are the one thing that databases cut in silence. */
  private void requireRoomForBlanks(String aggregation, AggregateStore.Write write) {
    StoredTable columns = stored.get(aggregation);
    write
        .result()
        .forEach(
            (name, value) -> {
              StoredColumn column = columns == null ? null : columns.columns().get(name);
              if (value instanceof String text
                  && text.endsWith(" ")
                  && column != null
                  && !column.takes(ColumnType.STRING, text)) {
                throw narrow(
                    aggregation,
                    "column '" + name + "': a text that ends in blanks is longer than its column",
                    Set.of(name));
              }
            });
  }

  /** Suggests a wider column for a total that has outgrown its own; its state is still exact. */
  private RollcallException failed(
      String aggregation, List<AggregateStore.Write> writes, SQLException failure) {
    String where = where(aggregation);
    AggregateLayout layout = layout(aggregation);
    StoredTable columns = stored.get(aggregation);
    if (columns == null || JdbcErrors.kind(failure) != JdbcErrors.Kind.DATA) {
      return JdbcErrors.ofSetup(where, failure, layout.table());
    }
    Set<String> narrow = new TreeSet<>();
    writes.forEach(
        write -> narrow.addAll(columns.tooNarrowFor(layout.table(), layout.values(where, write))));
    String reason = RejectionReason.of(failure, layout.table(), List.copyOf(narrow));
    return narrow(aggregation, reason, narrow);
  }

  private FatalException narrow(String aggregation, String reason, Set<String> columns) {
    SqlTable table = layout(aggregation).table();
    return new FatalException(
        where(aggregation)
            + ": "
            + reason
            + (columns.isEmpty()
                ? ""
                : "; nothing is lost: make room and start again: "
                    + columns.stream()
                        .map(column -> table.dialect().widen(table, column))
                        .collect(Collectors.joining(" "))));
  }

  @Override
  public DefinitionRegistry definitions(String aggregation) {
    layout(aggregation);
    return Objects.requireNonNull(definitions.get(aggregation));
  }

  @Override
  public Optional<AggregateStore.Stored> anyOf(String pipeline, String aggregation) {
    AggregateLayout layout = layout(aggregation);
    try {
      return connections.run(
          where(aggregation),
          connection -> {
            try (PreparedStatement query = connection.prepareStatement(layout.selectAny())) {
              query.setString(1, layout.table().dialect().sanitized(pipeline));
              try (ResultSet row = query.executeQuery()) {
                return row.next()
                    ? Optional.of(new AggregateStore.Stored(row.getBytes(2), row.getString(1)))
                    : Optional.empty();
              }
            }
          });
    } catch (SQLException failure) {
      throw JdbcErrors.ofSetup(where(aggregation), failure, layout.table());
    }
  }

  private AggregateLayout layout(String aggregation) {
    AggregateLayout layout = layouts.get(aggregation);
    if (layout == null) {
      throw new IllegalArgumentException(
          where(aggregation) + ": not opened for this aggregation, only for " + layouts.keySet());
    }
    return layout;
  }

  private String where(String aggregation) {
    return name + "." + aggregation;
  }

  @Override
  public void close() {
    connections.close();
  }
}
