package id.kursi.waitingroom;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/**
 * Where the draw's value comes from. Fixed when the intake is announced and published with it: one
 * source, one value. A value that is late is waited for; there is no second one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DrandRound.class, name = "drand"),
  @JsonSubTypes.Type(value = Dice.class, name = "dice"),
  @JsonSubTypes.Type(value = CommitReveal.class, name = "commit-reveal")
})
sealed interface DrawSource permits DrandRound, Dice, CommitReveal {
  /** The value that this evidence shows; empty if it is not what was agreed. */
  Optional<byte[]> value(String evidence);

  /**
   * Whether the operator, too, cannot know the value before the root is public. Published, so that
   * a rehearsal cannot pass for a draw.
   */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  boolean proofAgainstOperator();
}
