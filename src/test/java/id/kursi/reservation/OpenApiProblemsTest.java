package id.kursi.reservation;

import static id.kursi.reservation.OpenApiDocument.operations;
import static id.kursi.reservation.OpenApiDocument.problemSchemas;
import static id.kursi.reservation.OpenApiDocument.references;
import static id.kursi.reservation.OpenApiDocument.resolved;
import static id.kursi.reservation.OpenApiDocument.told;
import static id.kursi.reservation.OpenApiDocument.uri;
import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.platform.FieldRule;
import id.kursi.platform.ProblemType;
import id.kursi.reservation.OpenApiDocument.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document and the guide name every refusal there is, where it can occur. */
class OpenApiProblemsTest {
  @Test
  void itNamesEveryProblemTypeWithItsStatusAndItsMessage() {
    var there = new TreeMap<String, Told>();
    problemSchemas().forEach((name, schema) -> there.put(uri(schema), told(schema)));
    var known =
        Arrays.stream(ProblemType.values())
            .collect(
                Collectors.toMap(ProblemType::uri, type -> new Told(type.status(), type.title())));
    assertThat(there).containsExactlyInAnyOrderEntriesOf(known);
    assertThat(references(OpenApiDocument.ROOT.at("/components/schemas/AnyProblem")))
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
    OpenApiDocument.ROOT
        .at("/components/schemas/FieldError/properties/code/enum")
        .forEach(code -> codes.add(code.textValue()));
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FieldRule.values()).map(FieldRule::code).toList());
  }

  @Test
  void theGuideSaysWhatToDoAtEach() throws IOException {
    var guide = Files.readString(Path.of("docs/API.md"));
    assertThat(ProblemType.values())
        .allSatisfy(type -> assertThat(guide).contains("`" + type.slug() + "`"));
  }
}
