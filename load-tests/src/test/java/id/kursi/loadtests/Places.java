package id.kursi.loadtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** What families were told of their places after the draw. */
final class Places {
  private static final int SAMPLES = 20;

  /**
   * @param account from 1, as in the file of tokens
   */
  private record Place(int account, String entry, long number, long position) {}

  private final Queue<Place> all = new ConcurrentLinkedQueue<>();

  void told(int account, String entry, long number, long position) {
    all.add(new Place(account, entry, number, position));
  }

  /**
   * @param told gets a line for each family: number and position, by number
   * @param sample gets a line for some of them, evenly spread: account, entry, number, position
   */
  void write(Path told, Path sample) throws IOException {
    List<Place> places = all.stream().sorted(Comparator.comparing(Place::number)).toList();
    Files.write(
        told, places.stream().map(place -> place.number() + " " + place.position()).toList());
    int step = Math.max(1, places.size() / SAMPLES);
    Files.write(
        sample,
        IntStream.range(0, places.size())
            .filter(i -> i % step == 0)
            .mapToObj(places::get)
            .map(
                place ->
                    "%d %s %d %d"
                        .formatted(
                            place.account(), place.entry(), place.number(), place.position()))
            .toList());
  }
}
