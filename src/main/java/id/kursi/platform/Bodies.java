package id.kursi.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Parses what a form is read from, within limits. */
final class Bodies {
  private static final int MAX_DEPTH = 16;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Form.MAX_BODY)
                          .maxNumberLength(32)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The JSON object of a body, or a problem. */
  static JsonNode json(byte[] body, int max) {
    if (body != null && body.length > max) {
      throw new ProblemException(ProblemType.BODY_TOO_LARGE);
    }
    try {
      var node =
          body == null || body.length == 0 ? MissingNode.getInstance() : JSON.readTree(text(body));
      if (!node.isObject()) {
        throw new ProblemException(ProblemType.MALFORMED_JSON);
      }
      return node;
    } catch (IOException malformed) {
      throw new ProblemException(ProblemType.MALFORMED_JSON);
    }
  }

  /**
   * Strictly: Jackson reads overlong forms, and guesses UTF-16, so that what a proxy has looked at
   * would not be what is read here.
   */
  private static String text(byte[] body) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  /**
   * One line of a table, whose columns are named like the fields of a JSON body ({@code title.id}
   * for a field of an object). Empty cells are missing; numbers may be written as text.
   */
  static JsonNode line(Map<String, String> cells) {
    var line = JSON.createObjectNode();
    cells.forEach(
        (column, cell) -> {
          if (!cell.isEmpty()) {
            var path = column.split("\\.", 2);
            if (path.length == 1) {
              line.put(column, cell);
            } else {
              var object = line.get(path[0]) instanceof ObjectNode known ? known : null;
              (object == null ? line.putObject(path[0]) : object).put(path[1], cell);
            }
          }
        });
    return line;
  }

  private Bodies() {}
}
