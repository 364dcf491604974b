package id.kursi.platform;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One wrong field: a JSON pointer into the body, or the name of a parameter; the rule's code; what
 * to tell a citizen.
 */
@RegisterForReflection
public record FieldError(String field, String code, Bilingual message) {}
