package id.kursi.platform;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/**
 * A public read as bytes, made ahead for everybody.
 *
 * @param etag the ledger's version and a checksum, for titles and windows have no version; the same
 *     on every instance
 */
public record Page(String etag, Buffer json, Buffer gzip) {
  public static Page of(long version, byte[] json) {
    var sum = new CRC32();
    sum.update(json);
    return new Page(
        "W/\"%d-%08x\"".formatted(version, sum.getValue()), Buffer.buffer(json), gzip(json));
  }

  private static Buffer gzip(byte[] json) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
