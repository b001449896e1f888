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
 * Starts real servers, in parallel, before the first test of a class:
 *
 * <pre>{@code
 * @RollcallServers({KAFKA, POSTGRES})
 * class OrdersIT {
 *   @Test
 *   void ordersReachTheDatabase(KafkaServer kafka, PostgresServer postgres) { … }
 * }
 * }</pre>
 *
 * <p>Tests, constructors and methods with {@code @BeforeAll} or {@code @BeforeEach} can take a
 * server as a parameter. All classes of a JVM share the servers, see {@link TestServers}: create
 * topics, keyspaces and schemas with unique names.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ServersExtension.class)
public @interface RollcallServers {

  /** The servers to start. */
  Servers.Kind[] value();
}
