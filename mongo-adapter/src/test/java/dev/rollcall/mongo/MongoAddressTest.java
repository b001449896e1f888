package dev.rollcall.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mongodb://ada:s3cret@host",
        "mongodb://ada:s3%2Fcret%40x@host:1/db?proxyHost=p&proxyUsername=ada&proxyPassword=s3cret",
        "mongodb://ada:s3cret/x@host",
        "mongodb://ada:x@s3cret@host",
        "mongodb+srv://ada:s3cret@cluster.example.net/db?authMechanismProperties=T:s3cret",
        "mongodb+srv://ada:s3cret/x@cluster.example.net",
        "mongodb+srv://ada@x:s3cret@cluster.example.net",
        "ada:s3cret",
        ""
      })
  void noPartOfALoginOrAnOptionIsPrinted(String connectionString) {
    MongoAddress address = new MongoAddress("users_db", connectionString);

    assertThat(address.toString()).contains("[hidden]").doesNotContain("ada", "s3");
    assertThat(String.join("\n", address.problems())).doesNotContain("ada", "s3");
  }

  @Test
  void aLocationIsTheHostsAlone() {
    assertThat(new MongoAddress("d", "mongodb://ada:s3cret@a,b:27018/?replicaSet=rs").location())
        .isEqualTo("a,b:27018");
    assertThat(new MongoAddress("d", "mongodb+srv://ada:s3cret@c.example.net/?tls=true").location())
        .isEqualTo("c.example.net");
    assertThat(new MongoAddress("d", "ada:s3cret").location()).isEqualTo("[hidden]");
  }

  @Test
  void hostsArePrinted() {
    assertThat(new MongoAddress("d", "mongodb://a,b:27018/?replicaSet=rs"))
        .hasToString("mongodb://a,b:27018");
    assertThat(new MongoAddress("d", "mongodb+srv://cluster.example.net/?tls=true"))
        .hasToString("mongodb+srv://cluster.example.net");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a b", "a/b", "a$b", "a\"b", "a\\b", "a*b"})
  void aNameThatMongoDbRefusesIsAFault(String database) {
    assertThat(new MongoAddress(database, "mongodb://host").problems())
        .singleElement()
        .asString()
        .startsWith("database: got '" + database + "'");
  }

  @Test
  void aGoodAddressHasNoFault() {
    assertThat(new MongoAddress("users_db", "mongodb://host/?w=1&retryWrites=false").problems())
        .isEmpty();
    assertThat(new MongoAddress("x".repeat(63), "mongodb+srv://c.example.net").problems())
        .isEmpty();
    assertThat(new MongoAddress("x".repeat(64), "mongodb://host").problems()).hasSize(1);
  }
}
