package id.kursi.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a form keeps of its fields: which were asked for, and what is wrong with them. */
public abstract sealed class Fields permits Form {
  static final Pattern CODE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  final JsonNode node;
  final String pointer;
  final List<FieldError> errors;
  final boolean line;
  private final Set<String> known = new HashSet<>();
  final List<Form> inner = new ArrayList<>();

  Fields(JsonNode node, String pointer, List<FieldError> errors, boolean line) {
    this.node = node;
    this.pointer = pointer;
    this.errors = errors;
    this.line = line;
  }

  /** Reads a field that must be there; the reader gives null for what breaks the rule. */
  final <T> T read(String name, FieldRule rule, Function<JsonNode, T> reader) {
    var value = present(name);
    if (value == null) {
      return null;
    }
    int before = errors.size();
    var result = reader.apply(value);
    return result == null && errors.size() == before ? fail(name, rule) : result;
  }

  final JsonNode present(String name) {
    known.add(name);
    if (node == null) {
      return null;
    }
    var value = node.get(name);
    return value == null || value.isNull() ? fail(name, FieldRule.REQUIRED) : value;
  }

  public boolean has(String name) {
    known.add(name);
    return node != null && node.hasNonNull(name);
  }

  /**
   * Adds an error unless the rule of the trade holds; a field that is missing or wrong already is
   * left alone.
   */
  public void check(String name, Object value, boolean holds, FieldRule rule) {
    if (value != null && !holds) {
      error(name, rule);
    }
  }

  public void error(String name, FieldRule rule) {
    errors.add(rule.at(pointer + "/" + name));
  }

  final <T> T fail(String name, FieldRule rule) {
    error(name, rule);
    return null;
  }

  /** Refuses the body with every error at once, fields that nobody asked for among them. */
  public void done() {
    refuseUnknown();
    refuse(errors);
  }

  void refuseUnknown() {
    if (node != null) {
      // The name came from outside and may hold anything: the pointer names it only if it is a
      // plain word.
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  error(CODE.matcher(name).matches() ? name : "?", FieldRule.UNKNOWN);
                }
              });
    }
    inner.forEach(Fields::refuseUnknown);
  }

  static void refuse(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_FIELDS).with("errors", List.copyOf(errors)));
    }
  }
}
