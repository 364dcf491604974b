package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static Form form(String body) {
    return Form.of(body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> errors(Form form) {
    var refusal = catchThrowableOfType(ProblemException.class, form::done);
    return ((List<?>) refusal.problem().members().get("errors"))
        .stream()
            .map(error -> ((FieldError) error).field() + " " + ((FieldError) error).code())
            .toList();
  }

  @Test
  void everyErrorIsNamedAtOnce() {
    var form = form("{\"a\":1,\"c\":{\"d\":true},\"extra\":1,\"w e i r d\":1}");
    form.text("a", 10);
    form.number("b", 1, 2);
    form.object("c").text("d", 10);
    assertThat(errors(form))
        .containsExactlyInAnyOrder(
            "/a text", "/b required", "/c/d text", "/extra unknown", "/? unknown");
  }

  @Test
  void anErrorNeverRepeatsTheValue() {
    var form = form("{\"a\":\"3674011705139999 and much more\"}");
    form.text("a", 5);
    var refusal = catchThrowableOfType(ProblemException.class, form::done);
    assertThat(refusal.problem().members().toString()).doesNotContain("3674011705139999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "\"x\"",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "nul",
        "{\"a\":111111111111111111111111111111111111111111}",
        "{\"a\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}"
      })
  void whatIsNoProperObjectIsMalformed(String body) {
    assertThatThrownBy(() -> form(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/malformed-json"));
  }

  @Test
  void brokenUtf8IsMalformed() {
    assertThatThrownBy(() -> Form.of(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void aBodyOverTheLimitIsRefusedBeforeItIsRead() {
    assertThatThrownBy(() -> Form.of(new byte[Form.MAX_BODY + 1]))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.problem().status()).isEqualTo(413));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"  \"", "\"a\\u0000b\"", "\"a\\nb\"", "17", "{}", "[]", "true"})
  void textIsTextWithoutControlCharacters(String value) {
    var form = form("{\"a\":" + value + "}");
    form.text("a", 10);
    assertThat(errors(form)).containsExactly("/a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "1.5", "1e9", "\"1\"", "true", "99999999999999999999"})
  void numbersAreWholeAndWithinTheirBounds(String value) {
    var form = form("{\"a\":" + value + "}");
    form.number("a", 1, 10);
    assertThat(errors(form)).containsExactly("/a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2013-02-30\"", "\"17.5.2013\"", "20130517", "\"+999999999-01-01x\""})
  void datesExist(String value) {
    var form = form("{\"a\":" + value + "}");
    form.date("a");
    assertThat(errors(form)).containsExactly("/a date");
  }

  @Test
  void aDurationIsPositiveAndBounded() {
    var form = form("{\"a\":\"PT0S\",\"b\":\"P90D\",\"c\":\"PT10M\"}");
    form.duration("a", Duration.ofDays(60));
    form.duration("b", Duration.ofDays(60));
    assertThat(form.duration("c", Duration.ofDays(60))).isEqualTo(Duration.ofMinutes(10));
    assertThat(errors(form)).containsExactly("/a duration", "/b duration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0190b1a2-7d3c-4abc-8def-000000000000",
        "0190b1a2-7d3c-7abc-0def-000000000000",
        "1-1-7001-8001-1",
        "x",
        ""
      })
  void idsAreUuidsOfVersion7(String id) {
    assertThatThrownBy(() -> Parameters.uuid7("id", id)).isInstanceOf(ProblemException.class);
  }

  @Test
  void aListNamesTheWrongItem() {
    var form = form("{\"a\":[{\"b\":1},{\"b\":\"x\"},7]}");
    form.list("a", 5, item -> item.number("b", 1, 9));
    assertThat(errors(form)).containsExactlyInAnyOrder("/a/1/b number", "/a/2 object");
  }
}
