package dev.rollcall.core.flatten;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What bytes are, told by how they begin, where JSON or other text was expected. A record must be
 * {@link #TEXT}; whoever reads files can unpack or decode some of the others first.
 */
public enum ByteFormat {
  /** Nothing else: text whose characters of ASCII take a byte each, such as UTF-8. */
  TEXT("", "", ""),
  /** Two bytes for a character, the lower one first. */
  UTF_16LE("utf-16", "UTF-16 (little endian)", "send UTF-8"),
  /** Two bytes for a character, the higher one first. */
  UTF_16BE("utf-16", "UTF-16 (big endian)", "send UTF-8"),
  /** Four bytes for a character, the lowest one first. */
  UTF_32LE("utf-32", "UTF-32 (little endian)", "send UTF-8"),
  /** Four bytes for a character, the highest one first. */
  UTF_32BE("utf-32", "UTF-32 (big endian)", "send UTF-8"),
  /** Compressed by gzip. */
  GZIP("gzip", "gzip data", "send what is packed in it"),
  /** Compressed by Zstandard. */
  ZSTD("zstd", "Zstandard data", "send what is packed in it"),
  /** A zero byte and an id of a schema, as serializers of schema registries write. */
  SCHEMA_REGISTRY(
      "schema-registry",
      "a schema registry's frame (byte 0 is 0, then the id of a schema)",
      "let the producer or connector write plain JSON, without schemas"),
  /** The same of AWS Glue: a version, a compression and an id of 16 bytes. */
  GLUE(
      "schema-registry",
      "a schema registry's frame (AWS Glue)",
      "let the producer write plain JSON, without schemas"),
  /** An Avro object container file. */
  AVRO("other-format", "an Avro file", "convert it to JSON"),
  /** An archive, or a workbook of a spreadsheet. */
  ZIP("other-format", "a zip archive or a workbook (.xlsx)", "unpack it, or save it as CSV"),
  /** Compressed by bzip2. */
  BZIP2("other-format", "bzip2 data", "unpack it"),
  /** Compressed by xz. */
  XZ("other-format", "xz data", "unpack it"),
  /** Compressed by LZ4, as a frame. */
  LZ4("other-format", "LZ4 data", "unpack it"),
  /** Compressed by Snappy, as a stream or by Kafka's own framing. */
  SNAPPY("other-format", "Snappy data", "unpack it"),
  /** A Parquet file. */
  PARQUET("other-format", "a Parquet file", "convert it to JSON"),
  /** An ORC file. */
  ORC("other-format", "an ORC file", "convert it to JSON"),
  /** A serialized object of Java. */
  JAVA("other-format", "a serialized Java object", "let the producer write JSON"),
  /** Jackson's binary form of JSON. */
  SMILE("other-format", "Smile (binary JSON)", "let the producer write JSON as text"),
  /** A binary form of JSON that says so. */
  CBOR("other-format", "CBOR (binary JSON)", "let the producer write JSON as text");

  private static final int FRAME = 5;
  private static final int GLUE_FRAME = 18;
  private static final int GLUE_PACKED = 5;

  private final String reasonClass;
  private final String what;
  private final String remedy;

  ByteFormat(String reasonClass, String what, String remedy) {
    this.reasonClass = reasonClass;
    this.what = what;
    this.remedy = remedy;
  }

  /** What these bytes are; some twenty of a long text are enough. */
  public static ByteFormat of(byte[] bytes) {
    if (bytes.length < 2) {
      return TEXT;
    }
    int first = bytes[0] & 0xFF;
    if (first >= '[' && first < 0x7F && bytes[1] != 0 || first == ' ' && bytes[1] > 0) {
      return TEXT; // nearly all records: '[' and '{' are here, and no mark below is
    }
    ByteFormat unicode = wide(bytes);
    if (unicode != TEXT) {
      return unicode;
    }
    return switch (first) {
      case 0x00 -> bytes.length > FRAME ? SCHEMA_REGISTRY : TEXT;
      case 0x03 ->
          bytes.length > GLUE_FRAME && (bytes[1] == 0 || bytes[1] == GLUE_PACKED) ? GLUE : TEXT;
      case 0x1F -> is(GZIP, bytes, 0x1F, 0x8B);
      case 0x28 -> is(ZSTD, bytes, 0x28, 0xB5, 0x2F, 0xFD);
      case 'O' -> bytes[1] == 'b' ? is(AVRO, bytes, 'O', 'b', 'j', 1) : orc(bytes);
      case 'P' -> bytes[1] == 'K' ? is(ZIP, bytes, 'P', 'K', 3, 4) : parquet(bytes);
      case 'B' -> is(BZIP2, bytes, 'B', 'Z', 'h', -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59);
      case 0xFD -> is(XZ, bytes, 0xFD, '7', 'z', 'X', 'Z', 0);
      case 0x04 -> is(LZ4, bytes, 0x04, 0x22, 0x4D, 0x18);
      case 0xFF -> is(SNAPPY, bytes, 0xFF, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y');
      case 0x82 -> is(SNAPPY, bytes, 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0);
      case 0xAC -> is(JAVA, bytes, 0xAC, 0xED, 0, 5);
      case ':' -> is(SMILE, bytes, ':', ')', '\n');
      case 0xD9 -> is(CBOR, bytes, 0xD9, 0xD9, 0xF7);
      default -> TEXT;
    };
  }

  /** By its mark, or by the zeros beside its first two characters, which then are of ASCII. */
  private static ByteFormat wide(byte[] bytes) {
    if (is(bytes, 0xFF, 0xFE, 0, 0) || is(bytes, 0xFE, 0xFF) || is(bytes, 0, 0, 0xFE, 0xFF)) {
      return bytes[0] == 0 ? UTF_32BE : bytes[0] == (byte) 0xFF ? UTF_32LE : UTF_16BE;
    }
    if (is(bytes, 0xFF, 0xFE)) {
      return UTF_16LE;
    }
    if (zeros(bytes, 8, 0, 1, 2)) {
      return UTF_32BE;
    }
    if (zeros(bytes, 8, 1, 2, 3)) {
      return UTF_32LE;
    }
    if (zeros(bytes, 4, 0, -1, 0)) {
      return UTF_16BE;
    }
    return zeros(bytes, 4, 1, -1, 1) ? UTF_16LE : TEXT;
  }

  /**
   * True if {@code length} bytes have zeros at these places of each character, a half of them wide,
   * and ASCII at the others.
   */
  private static boolean zeros(byte[] bytes, int length, int a, int b, int c) {
    int width = length / 2;
    if (bytes.length < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int place = i % width;
      boolean zero = place == a || place == b || place == c;
      if (zero ? bytes[i] != 0 : bytes[i] < '\t' || bytes[i] == 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static ByteFormat parquet(byte[] bytes) {
    return is(PARQUET, bytes, 'P', 'A', 'R', '1');
  }

  private static ByteFormat orc(byte[] bytes) {
    return is(ORC, bytes, 'O', 'R', 'C', 8).equals(ORC) ? ORC : is(ORC, bytes, 'O', 'R', 'C', 10);
  }

  private static ByteFormat is(ByteFormat format, byte[] bytes, int... begin) {
    return is(bytes, begin) ? format : TEXT;
  }

  /** -1 stands for any byte. */
  private static boolean is(byte[] bytes, int... begin) {
    if (bytes.length < begin.length) {
      return false;
    }
    for (int i = 0; i < begin.length; i++) {
      if (begin[i] >= 0 && bytes[i] != (byte) begin[i]) {
        return false;
      }
    }
    return true;
  }

  /** The encoding, if it is UTF-16 or UTF-32; it does not take a byte-order mark for a mark. */
  public @Nullable Charset charset() {
    return switch (this) {
      case UTF_16LE -> StandardCharsets.UTF_16LE;
      case UTF_16BE -> StandardCharsets.UTF_16BE;
      case UTF_32LE -> Charset.forName("UTF-32LE");
      case UTF_32BE -> Charset.forName("UTF-32BE");
      default -> null;
    };
  }

  /** It in words: {@code gzip data}; empty for {@link #TEXT}. */
  public String what() {
    return what;
  }

  /** The class of the reason in a dead letter of a record of this format. */
  public String reasonClass() {
    return reasonClass;
  }

  /** Why a record of this format cannot be read, and what to do. */
  public String reason() {
    return "got " + what + ", expected JSON in UTF-8; " + remedy;
  }
}
