package id.kursi.faults;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The disk of Postgres' data directory: a small one of its own (tmpfs) where root may mount it, so
 * that it can be filled. Elsewhere the directory is an ordinary one and nothing fills it.
 */
final class Disk {
  private static final String SIZE = "1536m";

  private final Path folder;
  private final boolean mounted;

  private Disk(Path folder, boolean mounted) {
    this.folder = folder;
    this.mounted = mounted;
  }

  static Disk at(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var where = folder.toAbsolutePath().toString();
    // What a killed run left mounted.
    run("umount", where);
    return new Disk(
        folder, run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=700", "tmpfs", where));
  }

  boolean canBeFilled() {
    return mounted;
  }

  void fill() throws IOException {
    try (var ballast =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int size = 1 << 20; size >= 1 << 12; size >>= 8) {
        writeUntilFull(ballast, ByteBuffer.allocate(size));
      }
    }
  }

  private static void writeUntilFull(FileChannel ballast, ByteBuffer block) {
    try {
      while (true) {
        ballast.write(block.clear());
      }
    } catch (IOException full) {
      // That is what it is for.
    }
  }

  void empty() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
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
