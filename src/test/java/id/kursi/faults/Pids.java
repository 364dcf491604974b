package id.kursi.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of the processes that a run started, so that the next run can end what a killed one left
 * behind. The moment of the start stands beside each id: ids come again.
 */
final class Pids {
  private final Path file;

  private Pids(Path file) {
    this.file = file;
  }

  static Pids in(Path folder) throws IOException {
    var pids = new Pids(folder.resolve("pids"));
    if (Files.exists(pids.file)) {
      Files.readAllLines(pids.file).forEach(Pids::endLeftOver);
    }
    pids.clear();
    return pids;
  }

  private static void endLeftOver(String line) {
    var words = line.split(" ");
    ProcessHandle.of(Long.parseLong(words[0]))
        .filter(left -> started(left).equals(Optional.of(Instant.parse(words[1]))))
        .ifPresent(
            left -> {
              left.destroyForcibly();
              left.onExit().join();
            });
  }

  synchronized void add(long pid) throws IOException {
    var started = ProcessHandle.of(pid).flatMap(Pids::started);
    if (started.isPresent()) {
      Files.writeString(
          file,
          pid + " " + started.get() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  void clear() throws IOException {
    Files.deleteIfExists(file);
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant();
  }
}
