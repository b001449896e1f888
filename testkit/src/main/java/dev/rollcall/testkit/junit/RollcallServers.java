package dev.rollcall.testkit.junit;

import dev.rollcall.testkit.server.Servers;
import dev.rollcall.testkit.server.TestServers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Real servers for the tests of a class, started at the same time before the first of them:
 *
 * <pre>{@code
 * @RollcallServers({KAFKA, POSTGRES})
 * class OrdersIT {
 *   @Test
 *   void ordersReachTheDatabase(KafkaServer kafka, PostgresServer postgres) { … }
 * }
 * }</pre>
 *
 * <p>Tests, constructors and methods with {@code @BeforeAll} or {@code @BeforeEach} take a server
 * as a parameter. All classes of a JVM share the servers, see {@link TestServers}: make topics,
 * keyspaces and schemas with names of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ServersExtension.class)
public @interface RollcallServers {

  /** Which to start. */
  Servers.Kind[] value();
}
