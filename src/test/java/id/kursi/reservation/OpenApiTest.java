package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import id.kursi.platform.Bilingual;
import id.kursi.platform.FieldRule;
import id.kursi.platform.ProblemType;
import io.restassured.response.Response;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what the service does: no more, no less. */
@ServiceTest
class OpenApiTest {
  private static final JsonNode DOCUMENT = read();

  /** Keeps the router, to see what is registered beside the REST layer. */
  @Singleton
  static class Routes {
    private Router router;

    void see(@Observes Router main) {
      router = main;
    }
  }

  record Operation(String method, String path, String role, JsonNode node) {
    String name() {
      return method + " " + path;
    }
  }

  record Told(int status, Bilingual message) {}

  @Inject Routes routes;
  @Inject BeanManager beans;

  private static JsonNode read() {
    try {
      return new ObjectMapper(new YAMLFactory()).readTree(Contract.text());
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @Test
  void theServedDocumentIsTheFile() throws IOException {
    var served = Api.anybody().get("/q/openapi?format=json").asString();
    assertThat(new ObjectMapper().readTree(served)).isEqualTo(DOCUMENT);
  }

  @Test
  void itNamesEveryOperationAndNoOther() {
    var offered = Stream.concat(restOperations(), directOperations()).collect(Collectors.toSet());
    assertThat(operations().map(Operation::name)).containsExactlyInAnyOrderElementsOf(offered);
  }

  /** Roles, as the service itself enforces them: everybody else is refused before anything else. */
  @Test
  void eachOperationIsOpenToItsRoleAlone() {
    operations()
        .forEach(
            operation -> {
              var nobody = ask(operation, null).statusCode();
              if (operation.role() == null) {
                assertThat(nobody).as(operation.name()).isNotIn(401, 403);
                return;
              }
              assertThat(nobody).as(operation.name()).isEqualTo(401);
              for (var role : List.of("citizen", "officer", "admin", "operator")) {
                var status = ask(operation, role).statusCode();
                if (role.equals(operation.role())) {
                  assertThat(status).as(operation.name()).isNotIn(401, 403, 405);
                } else {
                  assertThat(status).as(operation.name() + " by " + role).isEqualTo(403);
                }
              }
            });
  }

  @Test
  void itNamesEveryProblemTypeWithItsStatusAndItsMessage() {
    var there = new TreeMap<String, Told>();
    problemSchemas().forEach((name, schema) -> there.put(uri(schema), told(schema)));
    var known =
        Arrays.stream(ProblemType.values())
            .collect(
                Collectors.toMap(ProblemType::uri, type -> new Told(type.status(), type.title())));
    assertThat(there).containsExactlyInAnyOrderEntriesOf(known);
    assertThat(references(DOCUMENT.at("/components/schemas/AnyProblem")))
        .containsExactlyInAnyOrderElementsOf(problemSchemas().keySet());
  }

  /** A method that is not offered belongs to no operation. */
  @Test
  void everyProblemTypeStandsWhereItCanOccurAndUnderItsStatus() {
    var problems = problemSchemas();
    var used = new TreeSet<String>();
    operations()
        .flatMap(operation -> operation.node().at("/responses").properties().stream())
        .forEach(
            answer -> {
              var content = resolved(answer.getValue()).at("/content");
              var schemas = references(content.path("application/problem+json"));
              schemas.forEach(
                  name ->
                      assertThat(told(problems.get(name)).status())
                          .as(name)
                          .isEqualTo(Integer.parseInt(answer.getKey())));
              used.addAll(schemas);
            });
    used.add("MethodNotAllowed");
    assertThat(used).isEqualTo(problems.keySet());
  }

  @Test
  void itNamesEveryRuleThatAFieldCanBreak() {
    var codes = new TreeSet<String>();
    DOCUMENT
        .at("/components/schemas/FieldError/properties/code/enum")
        .forEach(code -> codes.add(code.textValue()));
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FieldRule.values()).map(FieldRule::code).toList());
  }

  @Test
  void theGuideSaysWhatToDoAtEach() throws IOException {
    var guide = Files.readString(java.nio.file.Path.of("docs/API.md"));
    assertThat(ProblemType.values())
        .allSatisfy(type -> assertThat(guide).contains("`" + type.slug() + "`"));
  }

  /** The filter on every exchange of the tests would be worth nothing if it let these pass. */
  @Test
  void anExchangeThatBreaksTheContractIsFound() {
    var taken = Api.uuid7();
    var slot = TestIntake.open().slot(1);
    Api.claim("a", taken, slot, Api.nik()).statusCode(201);
    // Carried out, though the document allows no such query: whoever reads it would not know why.
    assertThatThrownBy(() -> Api.citizen("a").get("/v1/reservations?limit=007"))
        .isInstanceOf(AssertionError.class);
    // A member more than the document has.
    assertThatThrownBy(
            () ->
                Api.citizen("a")
                    .filter(
                        (request, expected, context) -> {
                          var answer = context.next(request, expected);
                          return new io.restassured.builder.ResponseBuilder()
                              .clone(answer)
                              .setBody(
                                  answer
                                      .asString()
                                      .replace("\"status\"", "\"vip\":true,\"status\""))
                              .build();
                        })
                    .get("/v1/reservations/" + taken))
        .isInstanceOf(AssertionError.class);
  }

  private static Response ask(Operation operation, String role) {
    var path =
        operation
            .path()
            .replace("{code}", "nothing")
            .replace("{id}", Api.uuid7().toString())
            .replace("{slotId}", "1");
    var request = role == null ? Api.anybody() : Api.as(role, "somebody");
    var bodies = operation.node().at("/requestBody/content").fieldNames();
    var type = bodies.hasNext() ? bodies.next() : "application/json";
    return request.contentType(type).request(operation.method(), path);
  }

  private static Stream<Operation> operations() {
    return DOCUMENT.at("/paths").properties().stream()
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

  private static String role(JsonNode security) {
    assertThat(security.isArray()).as("each operation says who may ask").isTrue();
    return security.isEmpty() ? null : security.get(0).fieldNames().next();
  }

  private Stream<String> restOperations() {
    return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .<Class<?>>map(bean -> bean.getBeanClass())
        .filter(type -> type.isAnnotationPresent(Path.class) && !isPage(type))
        .distinct()
        .flatMap(type -> Arrays.stream(type.getMethods()).flatMap(m -> operation(type, m)))
        // Tests bring resources of their own.
        .filter(operation -> operation.contains(" /v1/"));
  }

  private static boolean isPage(Class<?> type) {
    var produces = type.getAnnotation(Produces.class);
    return produces != null && List.of(produces.value()).contains(MediaType.TEXT_HTML);
  }

  private static Stream<String> operation(Class<?> type, Method method) {
    var below = method.getAnnotation(Path.class);
    var path = type.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value());
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(verb -> verb.value() + " " + path);
  }

  /** HEAD is answered where GET is (RFC 9110), and needs no words of its own. */
  private Stream<String> directOperations() {
    return routes.router.getRoutes().stream()
        .filter(route -> route.getName() != null && route.getName().startsWith("/v1/"))
        .flatMap(OpenApiTest::operations)
        .filter(operation -> !operation.startsWith("HEAD "));
  }

  private static Stream<String> operations(Route route) {
    var path = route.getName().replaceAll(":([a-zA-Z]+)", "{$1}");
    return route.methods() == null
        ? Stream.empty()
        : route.methods().stream().map(method -> method.name() + " " + path);
  }

  private static Map<String, JsonNode> problemSchemas() {
    var problems = new TreeMap<String, JsonNode>();
    DOCUMENT
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              if (uri(schema.getValue()).startsWith("/problems/")) {
                problems.put(schema.getKey(), schema.getValue());
              }
            });
    return problems;
  }

  private static String uri(JsonNode schema) {
    return schema.at("/properties/type/enum/0").asText();
  }

  private static Told told(JsonNode schema) {
    var example = schema.at("/example");
    assertThat(example.at("/type").asText()).isEqualTo(uri(schema));
    assertThat(example.at("/title")).isEqualTo(example.at("/message/en"));
    return new Told(
        schema.at("/properties/status/enum/0").intValue(),
        new Bilingual(
            example.at("/message/id").textValue(), example.at("/message/en").textValue()));
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").textValue().substring(1)) : node;
  }

  private static Set<String> references(JsonNode node) {
    return node.findValuesAsText("$ref").stream()
        .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }
}
