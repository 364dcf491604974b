package id.kursi.waitingroom;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jol.info.GraphLayout;

/** Microseconds of the draw, for one thread, in crowds of three sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DrawBench {
  @Param({"10000", "1000000", "10000000"})
  private int entries;

  private Shuffle shuffle;
  private MerkleTree tree;

  private static byte[] leaf(int number) {
    return Sha256.of(ByteBuffer.allocate(4).putInt(number).array());
  }

  @Setup
  public void freeze() {
    shuffle = new Shuffle(leaf(0), entries);
    var growing = new MerkleTree.Growing();
    IntStream.rangeClosed(1, entries).mapToObj(DrawBench::leaf).forEach(growing::add);
    tree = growing.grown();
    long bytes = GraphLayout.parseInstance(tree, shuffle).totalSize();
    System.out.printf(
        "%n# tree and order: %d bytes, %.3f an entry%n", bytes, 1.0 * bytes / entries);
  }

  private static int any(int entries) {
    return 1 + ThreadLocalRandom.current().nextInt(entries);
  }

  @Benchmark
  public int position() {
    return shuffle.position(any(entries));
  }

  /** Its block's leaves made again, as from the rows of the database. */
  @Benchmark
  public List<String> path() {
    int number = any(entries);
    var block = tree.blockOf(number);
    return tree.path(
        number,
        IntStream.rangeClosed(block.first(), block.last()).mapToObj(DrawBench::leaf).toList());
  }
}
