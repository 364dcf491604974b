package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import id.kursi.reservation.OpenApiDocument.Operation;
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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI document names the operations that there are, and who may ask for each. */
@ServiceTest
class OpenApiTest {
  /** Keeps the router, to see what is registered beside the REST layer. */
  @Singleton
  static class Routes {
    private Router router;

    void see(@Observes Router main) {
      router = main;
    }
  }

  @Inject Routes routes;
  @Inject BeanManager beans;

  @Test
  void theServedDocumentIsTheFile() throws IOException {
    var served = Api.anybody().get("/q/openapi?format=json").asString();
    assertThat(new ObjectMapper().readTree(served)).isEqualTo(OpenApiDocument.ROOT);
  }

  @Test
  void itNamesEveryOperationAndNoOther() {
    var offered = Stream.concat(restOperations(), directOperations()).collect(Collectors.toSet());
    assertThat(OpenApiDocument.operations().map(Operation::name))
        .containsExactlyInAnyOrderElementsOf(offered);
  }

  /** Roles, as the service itself enforces them: everybody else is refused before anything else. */
  @Test
  void eachOperationIsOpenToItsRoleAlone() {
    OpenApiDocument.operations()
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
}
