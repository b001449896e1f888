package dev.rollcall.benchmarks.peer;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the hand-written loop puts the profiles of {@link TreeRow#profile}. */
interface ProfileWriter extends AutoCloseable {

  /** The columns, in the order of {@link TreeRow#profile}. */
  String COLUMNS =
      "id, first_name, last_name, gender, address, post_code, email, username, dob,"
          + " registered_date, phone, picture";

  /** Returns when all of them are stored. */
  void write(List<@Nullable Object[]> profiles) throws Exception;

  @Override
  void close() throws SQLException;

  /** Opens the store and makes the table; without a store, profiles are dropped. */
  static ProfileWriter open(String store, String table) throws Exception {
    if (store.isEmpty()) {
      return new ProfileWriter() {
        @Override
        public void write(List<@Nullable Object[]> profiles) {}

        @Override
        public void close() {}
      };
    }
    if (store.startsWith("mongodb:")) {
      return new MongoUpserts(store, table);
    }
    return store.startsWith("jdbc:")
        ? new JdbcUpserts(store, table)
        : new CassandraInserts(store, table);
  }
}
