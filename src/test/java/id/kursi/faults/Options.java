package id.kursi.faults;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run is asked for.
 *
 * @param parents who claim at once; the seats grow with them
 * @param only the kinds of faults that are wanted, all of them unless said otherwise
 */
record Options(int rounds, long seed, int parents, Set<Kind> only) {
  static final String USAGE =
      "Usage: bin/faults [--rounds N] [--parents N] [--seed S] [--only KIND,KIND]";

  private static final int DEFAULT_ROUNDS = 10;
  private static final int DEFAULT_PARENTS = 300;

  /** Enough for the log, the schema and a short run. */
  private static final int LEAST_DISK_MB = 1_536;

  /** Some 17 claims of each parent in each round, their index entries, and room to spare. */
  private static final int PARENTS_OF_A_MB = 25;

  Options {
    if (rounds < 1 || parents < 1) {
      throw new IllegalArgumentException("--rounds and --parents are at least 1");
    }
  }

  /** Unknown words and numbers that are none end in an IllegalArgumentException. */
  static Options of(List<String> words) {
    int rounds = DEFAULT_ROUNDS;
    long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    int parents = DEFAULT_PARENTS;
    Set<Kind> only = EnumSet.allOf(Kind.class);
    for (int i = 0; i + 1 < words.size(); i += 2) {
      var value = words.get(i + 1);
      switch (words.get(i)) {
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--parents" -> parents = Integer.parseInt(value);
        case "--only" ->
            only =
                Stream.of(value.split(","))
                    .map(Kind::valueOf)
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
        default -> throw new IllegalArgumentException(words.get(i));
      }
    }
    if (words.size() % 2 != 0) {
      throw new IllegalArgumentException(words.getLast());
    }
    return new Options(rounds, seed, parents, only);
  }

  /** What the ledger of all rounds needs: rows of ended rounds stay, to be looked at again. */
  int diskMb() {
    return LEAST_DISK_MB + rounds * parents / PARENTS_OF_A_MB;
  }

  /** The command that does the same again. */
  String command() {
    var all = "bin/faults --rounds %d --parents %d --seed %d".formatted(rounds, parents, seed);
    return only.size() == Kind.values().length
        ? all
        : all + " --only " + only.stream().map(Kind::name).collect(Collectors.joining(","));
  }
}
