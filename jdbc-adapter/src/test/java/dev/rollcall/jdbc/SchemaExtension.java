package dev.rollcall.jdbc;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes a schema for a test class and drops it in the end. */
final class SchemaExtension implements BeforeAllCallback, AfterAllCallback {

  private final Supplier<TestSchema> make;
  private @Nullable TestSchema schema;

  private SchemaExtension(Supplier<TestSchema> make) {
    this.make = make;
  }

  static SchemaExtension onPostgres() {
    return new SchemaExtension(TestSchema::onPostgres);
  }

  static SchemaExtension onMariaDb() {
    return new SchemaExtension(TestSchema::onMariaDb);
  }

  TestSchema get() {
    return Objects.requireNonNull(schema);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    schema = make.get();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (schema != null) {
      schema.close();
    }
  }
}
