package dev.rollcall.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import dev.rollcall.core.error.DataException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values of one column type as one CQL type. Threadsafe.
 *
 * @param cqlType as Cassandra writes it
 * @param lossy whether different values may become the same cell, which rules it out for keys
 * @param encoder throws {@link DataException} ("expected …") for a value that does not fit
 */
record CqlTypeMapping(String cqlType, boolean lossy, Encoder encoder) {

  /** Encodes a value as the bytes of a cell. */
  @FunctionalInterface
  interface Encoder {
    @Nullable ByteBuffer encode(Object value, ProtocolVersion version);
  }

  static <S, T> CqlTypeMapping of(
      String cqlType, TypeCodec<T> codec, Class<S> javaType, Function<S, T> conversion) {
    return new CqlTypeMapping(
        cqlType,
        false,
        (value, version) -> codec.encode(conversion.apply(javaType.cast(value)), version));
  }

  CqlTypeMapping asLossy() {
    return new CqlTypeMapping(cqlType, true, encoder);
  }

  @Nullable ByteBuffer encode(Object value, ProtocolVersion version) {
    return encoder.encode(value, version);
  }
}
