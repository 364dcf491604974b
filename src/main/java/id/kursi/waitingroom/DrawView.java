package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * All that a check of the draw needs (docs/FAIRNESS.md); before the value is known, what was
 * published of it.
 *
 * @param statement the freeze, signed
 * @param evidence what the source said; null before, as all below it
 * @param value the draw's value, in hexadecimal
 * @param seed of the order, in hexadecimal
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DrawView(
    Freeze frozen,
    Instant frozenAt,
    Instant rootAt,
    String statement,
    String evidence,
    String value,
    String seed,
    Instant drawnAt) {

  static DrawView of(Room room) {
    var frozen = room.frozen();
    // It was checked before it was written.
    var draw = room.evidence() == null ? null : frozen.draw(room.evidence()).orElseThrow();
    return new DrawView(
        frozen,
        room.frozenAt(),
        room.rootedAt(),
        room.statement(),
        room.evidence(),
        draw == null ? null : draw.value(),
        draw == null ? null : draw.seed(),
        room.drawnAt());
  }
}
