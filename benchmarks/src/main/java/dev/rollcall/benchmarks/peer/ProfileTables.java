package dev.rollcall.benchmarks.peer;

/** The tables that programs fill, Rollcall's and those of its peers. */
public final class ProfileTables {

  private ProfileTables() {}

  /** Removes a table of whichever program; does nothing where there is none. */
  public static void drop(String store, String table) throws Exception {
    if (store.startsWith("jdbc:")) {
      JdbcUpserts.drop(store, table);
    } else if (store.startsWith("mongodb:")) {
      MongoUpserts.drop(store, table);
    } else if (store.contains(":")) {
      CassandraInserts.drop(store, table);
    }
  }
}
