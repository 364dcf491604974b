package id.kursi.loadtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamiliesTest {
  @TempDir Path folder;

  @Test
  void ofEveryHundredSevenTryToGetPastTheLine() {
    var tokens = IntStream.range(0, 200).mapToObj(Integer::toString).toList();
    var families = new Families(tokens);
    var tricks =
        Stream.generate(families::next)
            .limit(200)
            .collect(groupingBy(family -> family.get("trick"), counting()));
    assertEquals(Map.of("none", 186L, "without", 4L, "foreign", 4L, "expired", 6L), tricks);
  }

  @Test
  void eachFreeSeatIsAskedForOnce() throws IOException {
    var slots =
        new ObjectMapper().readTree("[{\"slotId\":1,\"free\":3},{\"slotId\":2,\"free\":1}]");
    var seats = new Seats(slots, new Random(1));
    var asked = Stream.generate(seats::next).limit(4).sorted().toList();
    assertEquals(List.of(1L, 1L, 1L, 2L), asked);
    assertTrue(List.of(1L, 2L).contains(seats.any()));
  }

  @Test
  void whatFamiliesWereToldStandsByNumberAndASampleIsEvenlySpread() throws IOException {
    var places = new Places();
    for (int number = 100; number >= 1; number--) {
      places.told(1000 + number, "entry-" + number, number, 101 - number);
    }
    var told = folder.resolve("told");
    var sample = folder.resolve("sample");
    places.write(told, sample);
    assertEquals(100, Files.readAllLines(told).size());
    assertEquals("1 100", Files.readAllLines(told).getFirst());
    assertEquals(20, Files.readAllLines(sample).size());
    assertEquals("1006 entry-6 6 95", Files.readAllLines(sample).get(1));
  }
}
