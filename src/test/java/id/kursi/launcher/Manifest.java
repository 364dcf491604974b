package id.kursi.launcher;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a backup holds, as its own first page says.
 *
 * @param schema the version of the schema that its tables have
 * @param tables in an order in which each stands after those it refers to
 */
record Manifest(
    int format,
    String takenAt,
    String server,
    String schema,
    List<Table> tables,
    List<Sequence> sequences) {
  static final int FORMAT = 1;
  static final String ENTRY = "manifest.json";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param sha256 of the table's text, in hexadecimal digits
   */
  record Table(String name, String columns, long rows, String sha256) {
    String entry() {
      return "tables/" + name + ".copy";
    }
  }

  record Sequence(String name, long last, boolean called) {}

  Manifest(String server, String schema, List<Table> tables, List<Sequence> sequences) {
    this(FORMAT, Instant.now().toString(), server, schema, tables, sequences);
  }

  long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }

  byte[] json() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  static Manifest read(byte[] json) throws IOException {
    return JSON.readValue(json, Manifest.class);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
