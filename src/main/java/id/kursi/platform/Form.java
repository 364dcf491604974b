package id.kursi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads a request body and collects what is wrong with every field, so that one answer names them
 * all. Readers give null for a field that is missing or wrong; {@link #done()} then refuses the
 * body. Error texts never repeat a value.
 */
public final class Form extends Fields {
  /** Bytes. A claim is under 1 KiB; an intake with its texts under 4. */
  public static final int MAX_BODY = 16 * 1024;

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

  /**
   * What no text of a person holds: control characters, and halves of a pair, which no UTF-8 can
   * say.
   */
  private static final Pattern NO_TEXT = Pattern.compile("[\\p{Cntrl}\\p{Cs}]");

  private Form(JsonNode node, String pointer, List<FieldError> errors, boolean line) {
    super(node, pointer, errors, line);
  }

  public static Form of(byte[] body) {
    return of(body, MAX_BODY);
  }

  public static Form of(byte[] body, int max) {
    return new Form(Bodies.json(body, max), "", new ArrayList<>(), false);
  }

  /** One line of a table. */
  static Form ofLine(Map<String, String> cells, List<FieldError> errors) {
    return new Form(Bodies.line(cells), "", errors, true);
  }

  /** Refuses a code that turned out to stand for nothing. */
  public void found(String name, boolean found) {
    check(name, name, found, FieldRule.UNKNOWN_CODE);
    refuse(errors);
  }

  public Form object(String name) {
    var value = present(name);
    if (value != null && !value.isObject()) {
      error(name, FieldRule.OBJECT);
      value = null;
    }
    var form = new Form(value, pointer + "/" + name, errors, line);
    inner.add(form);
    return form;
  }

  /** A list of 1 to max objects. */
  public <T> List<T> list(String name, int max, Function<Form, T> item) {
    var value = present(name);
    if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
      check(name, value, false, FieldRule.LIST);
      return List.of();
    }
    var items = new ArrayList<T>();
    for (int i = 0; i < value.size(); i++) {
      var form =
          new Form(
              value.get(i).isObject() ? value.get(i) : null,
              pointer + "/" + name + "/" + i,
              errors,
              line);
      if (form.node == null) {
        error(name + "/" + i, FieldRule.OBJECT);
      }
      inner.add(form);
      items.add(item.apply(form));
    }
    return items;
  }

  /** Trimmed text of 1 to max characters without control characters. */
  public String text(String name, int max) {
    return read(
        name,
        FieldRule.TEXT,
        value -> {
          var text = value.isTextual() ? value.textValue().strip() : "";
          return text.isEmpty() || NO_TEXT.matcher(text).find() ? null : limited(name, text, max);
        });
  }

  private String limited(String name, String text, int max) {
    return text.length() <= max ? text : fail(name, FieldRule.TOO_LONG);
  }

  /** Letters, digits, hyphens and underscores, 64 at most. */
  public String code(String name) {
    return read(
        name,
        FieldRule.CODE,
        value ->
            value.isTextual() && CODE.matcher(value.textValue()).matches()
                ? value.textValue()
                : null);
  }

  public Bilingual bilingual(String name, int max) {
    var form = object(name);
    if (form.node == null) {
      return null;
    }
    var id = form.text("id", max);
    var en = form.text("en", max);
    return id == null || en == null ? null : new Bilingual(id, en);
  }

  public Long number(String name, long min, long max) {
    return read(
        name,
        FieldRule.NUMBER,
        value -> {
          var number =
              line && WHOLE.matcher(value.asText()).matches()
                  ? LongNode.valueOf(Long.parseLong(value.asText()))
                  : value;
          var fits = number.isIntegralNumber() && number.canConvertToLong();
          return fits && number.longValue() >= min && number.longValue() <= max
              ? number.longValue()
              : null;
        });
  }

  public Integer integer(String name, int min, int max) {
    var number = number(name, min, max);
    return number == null ? null : number.intValue();
  }

  /** An integer that may be left out. */
  public Integer integer(String name, int min, int max, int otherwise) {
    return has(name) ? integer(name, min, max) : Integer.valueOf(otherwise);
  }

  /** A truth value that may be left out: then it is false. */
  public boolean flag(String name) {
    return has(name)
        && Boolean.TRUE.equals(
            read(name, FieldRule.FLAG, value -> value.isBoolean() ? value.booleanValue() : null));
  }

  public LocalDate date(String name) {
    return parsed(name, FieldRule.DATE, LocalDate::parse);
  }

  /** An instant with its zone, as in 2026-06-24T08:00:00+07:00. */
  public Instant instant(String name) {
    return parsed(
        name,
        FieldRule.INSTANT,
        text -> Form.within(java.time.OffsetDateTime.parse(text).toInstant()));
  }

  /** Far from any admission a year is a slip of the keyboard. */
  private static Instant within(Instant instant) {
    return instant.isAfter(EARLIEST) && instant.isBefore(LATEST) ? instant : null;
  }

  /** An ISO 8601 duration of whole seconds, as in PT10M. */
  public Duration duration(String name, Duration max) {
    return parsed(
        name,
        FieldRule.DURATION,
        text -> {
          var duration = Duration.parse(text);
          return duration.toSeconds() >= 1
                  && duration.getNano() == 0
                  && duration.compareTo(max) <= 0
              ? duration
              : null;
        });
  }

  public UUID uuid7(String name) {
    return read(
        name,
        FieldRule.UUID7,
        value -> value.isTextual() ? Parameters.uuid7(value.textValue()) : null);
  }

  public <E extends Enum<E>> E oneOf(String name, Class<E> values) {
    return read(
        name,
        FieldRule.CHOICE,
        value -> {
          for (var constant : values.getEnumConstants()) {
            if (constant.name().equals(value.textValue())) {
              return constant;
            }
          }
          return null;
        });
  }

  private <T> T parsed(String name, FieldRule rule, Function<String, T> parser) {
    return read(
        name,
        rule,
        value -> {
          try {
            return value.isTextual() && value.textValue().length() <= 64
                ? parser.apply(value.textValue())
                : null;
          } catch (DateTimeParseException | ArithmeticException wrong) {
            return null;
          }
        });
  }
}
