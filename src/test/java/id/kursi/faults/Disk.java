package id.kursi.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/**
 * The disk of Postgres' data directory: a small one of its own (tmpfs) where root may mount it, so
 * that it can be filled. Elsewhere the directory is an ordinary one and nothing fills it.
 */
final class Disk {
  private static final long KIB = 1 << 10;
  private static final int MOST_TRIES = 1_000;

  private final Path folder;
  private final boolean mounted;

  private final long size;

  private Disk(Path folder, boolean mounted, long size) {
    this.folder = folder;
    this.mounted = mounted;
    this.size = size;
  }

  /** An empty folder for the data of one Postgres, which nobody else may read. */
  static Disk at(Path folder, int sizeMb) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var where = folder.toAbsolutePath().toString();
    // What a killed run left mounted.
    run("umount", where);
    var options = "size=" + sizeMb + "m,mode=700";
    boolean mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", where);
    deleteAll(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return new Disk(folder, mounted, sizeMb * KIB * KIB);
  }

  /** All that is in the folder, which stays. */
  static void deleteAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .filter(file -> !file.equals(folder))
          .forEach(Disk::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean canBeFilled() {
    return mounted;
  }

  /** Makes it as small as what it holds, which takes no memory and no time. */
  void fill() throws IOException, InterruptedException {
    var store = Files.getFileStore(folder);
    // What was written since it was measured stands in the way: once more.
    for (int tries = 0; !resize(store.getTotalSpace() - store.getUnallocatedSpace()); tries++) {
      if (tries > MOST_TRIES) {
        throw new IOException("The disk cannot be filled: " + folder);
      }
    }
  }

  void empty() throws IOException, InterruptedException {
    if (mounted && !resize(size)) {
      throw new IOException("The disk cannot be emptied: " + folder);
    }
  }

  private boolean resize(long bytes) throws IOException, InterruptedException {
    return run(
        "mount", "-o", "remount,size=" + bytes / KIB + "k", folder.toAbsolutePath().toString());
  }

  void close() throws IOException, InterruptedException {
    if (mounted) {
      run("umount", folder.toAbsolutePath().toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
