package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import id.kursi.platform.Bilingual;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The OpenAPI document, read for tests. */
final class OpenApiDocument {
  static final JsonNode ROOT = read();

  /**
   * @param role who may ask; null for everybody
   */
  record Operation(String method, String path, String role, JsonNode node) {
    String name() {
      return method + " " + path;
    }
  }

  /** What the document tells of a problem type. */
  record Told(int status, Bilingual message) {}

  private static JsonNode read() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(Contract.text());
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  static Stream<Operation> operations() {
    return ROOT.at("/paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(member -> !member.getKey().equals("parameters"))
                    .map(
                        member ->
                            new Operation(
                                member.getKey().toUpperCase(),
                                path.getKey(),
                                role(member.getValue().at("/security")),
                                member.getValue())));
  }

  /** The names of all headers that some answer may have. */
  static Set<String> answerHeaders() {
    return operations()
        .flatMap(operation -> operation.node().at("/responses").properties().stream())
        .flatMap(answer -> resolved(answer.getValue()).at("/headers").properties().stream())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static String role(JsonNode security) {
    assertThat(security.isArray()).as("each operation says who may ask").isTrue();
    return security.isEmpty() ? null : security.get(0).fieldNames().next();
  }

  /** By their names in the document. */
  static Map<String, JsonNode> problemSchemas() {
    var problems = new TreeMap<String, JsonNode>();
    ROOT.at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (uri(schema.getValue()).startsWith("/problems/")) {
                problems.put(schema.getKey(), schema.getValue());
              }
            });
    return problems;
  }

  static String uri(JsonNode schema) {
    return schema.at("/properties/type/enum/0").asText();
  }

  static Told told(JsonNode schema) {
    var example = schema.at("/example");
    assertThat(example.at("/type").asText()).isEqualTo(uri(schema));
    assertThat(example.at("/title")).isEqualTo(example.at("/message/en"));
    return new Told(
        schema.at("/properties/status/enum/0").intValue(),
        new Bilingual(
            example.at("/message/id").textValue(), example.at("/message/en").textValue()));
  }

  static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? ROOT.at(node.get("$ref").textValue().substring(1)) : node;
  }

  /** The names of the schemas that stand in this node, at any depth. */
  static Set<String> references(JsonNode node) {
    return node.findValuesAsText("$ref").stream()
        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  private OpenApiDocument() {}
}
