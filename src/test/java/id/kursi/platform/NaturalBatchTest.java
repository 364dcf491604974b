package id.kursi.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What gathers into one batch, and in which order. */
class NaturalBatchTest extends TestRoom {
  @Test
  void aLoneItemWaitsForNobody() throws Exception {
    var outcome = submit(room(10, 4), "one");
    next().succeed();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("one done");
  }

  @Test
  void whatComesMeanwhileGoesInBatchesOfTheSize() throws Exception {
    var room = room(100, 4);
    var first = submit(room, "first");
    var batch = next();
    var others = submit(room, 0, 10);
    batch.succeed();
    var sizes = new ArrayList<Integer>();
    for (int i = 0; i < 3; i++) {
      var following = next();
      sizes.add(following.items().size());
      following.succeed();
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo("first done");
    for (int i = 0; i < others.size(); i++) {
      assertThat(others.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("i" + i + " done");
    }
  }

  @Test
  void itemsOfOneKeyNeverShareABatchAndKeepTheirOrder() throws Exception {
    var room = room(100, 10);
    submit(room, "first");
    var batch = next();
    submit(room, "a 1");
    submit(room, "a 2");
    submit(room, "b 1");
    submit(room, "a 3");
    batch.succeed();
    var batches = new ArrayList<List<String>>();
    for (int i = 0; i < 3; i++) {
      var following = next();
      batches.add(following.items());
      following.succeed();
    }
    assertThat(batches).containsExactly(List.of("a 1", "b 1"), List.of("a 2"), List.of("a 3"));
  }

  @Test
  void aClosedRoomLetsNobodyInAndFinishesWhatIsInHand() throws Exception {
    var room = room(100, 4);
    var outcome = submit(room, "one");
    var batch = next();
    assertThat(room.close()).isFalse();
    assertProblem(submit(room, "late"), ProblemType.OVERLOADED);
    batch.succeed();
    assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo("one done");
    assertThat(room.close()).isTrue();
  }
}
