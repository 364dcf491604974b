package id.kursi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import id.kursi.faults.Noted.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
  private static final Told TOLD =
      new Told(7, "R1", Instant.parse("2026-07-01T01:00:00.123456Z"), 3L, Status.HELD);

  @TempDir Path folder;

  private Notebook notebook() throws Exception {
    return new Notebook(folder.resolve("notes.jsonl"));
  }

  @Test
  void whatIsWrittenIsReadBackAsItWas() throws Exception {
    try (var notebook = notebook()) {
      var claim = Claim.of("parent-1", 7, 42, true);
      var move = new Move(Claim.uuid7(), "parent-1", claim.id(), 8);
      var moved = move.id();
      notebook.write(new Note.Claimed(claim, 100));
      notebook.write(new Note.Told(claim.id(), TOLD, 100, 150));
      notebook.write(new Note.Moved(move, 200));
      notebook.write(new Note.Asked(claim.id(), Status.MOVED));
      notebook.write(new Note.Refused(moved, null, "slot-full", 200, 240));
      notebook.write(new Note.Became(claim.id(), Status.EXPIRED, 250));
      notebook.write(new Note.Unforeseen("claim: 404 "));
      notebook.write(new Note.Unanswered());
      var notes = notebook.read();
      var read = notes.of(claim.id());
      assertThat(read.command).isEqualTo(claim);
      assertThat(read.first()).isEqualTo(TOLD);
      assertThat(read.sentAt).isEqualTo(100);
      assertThat(read.seqToldAt()).isEqualTo(150);
      assertThat(read.allows(Status.EXPIRED)).isTrue();
      assertThat(read.allows(Status.MOVED)).isFalse();
      assertThat(notes.of(moved).isRefused()).isTrue();
      assertThat(notes.of(moved).command).isEqualTo(move);
      assertThat(notes.of(moved).slot).isEqualTo(8);
      assertThat(notes.claimsTried()).isEqualTo(1);
      assertThat(notes.movesTried()).isEqualTo(1);
      assertThat(notes.acknowledged()).isEqualTo(1);
      assertThat(notes.unforeseen()).containsEntry("claim: 404 ", 1L);
      assertThat(notes.unanswered()).isEqualTo(1);
    }
  }

  @Test
  void aLineIsInTheFileBeforeItsWriterGoesOn() throws Exception {
    try (var notebook = notebook()) {
      notebook.write(new Note.Claimed(Claim.of("parent-1", 7, 42, true), 100));
      assertThat(Files.readAllLines(folder.resolve("notes.jsonl"))).hasSize(1);
    }
  }

  @Test
  void linesOfManyWritersDoNotMix() throws Exception {
    try (var notebook = notebook()) {
      var writers =
          IntStream.range(0, 50)
              .mapToObj(
                  parent ->
                      Thread.startVirtualThread(
                          () -> {
                            for (int child = 0; child < 20; child++) {
                              var claim = Claim.of("parent-" + parent, 7, child, true);
                              notebook.write(new Note.Claimed(claim, 100));
                              notebook.write(new Note.Told(claim.id(), TOLD, 100, 150));
                            }
                          }))
              .toList();
      for (var writer : writers) {
        writer.join();
      }
      assertThat(notebook.read().acknowledged()).isEqualTo(1_000);
    }
  }
}
