package dev.rollcall.jdbc;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** Skips a test class, and says so, where there is no MariaDB. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.rollcall.jdbc.TestSchema#hasMariaDb",
    disabledReason = TestSchema.WITHOUT_MARIADB)
@interface EnabledWithMariaDb {}
