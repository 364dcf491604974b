package id.kursi.loadtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {
  @TempDir Path folder;

  private static Note note(String id, long slotId, Long sequence, String receipt) {
    return new Note(id, slotId, sequence, receipt, "HELD", 201, "2025-06-24T01:00:00Z");
  }

  private NoteBook written(Notes notes) throws IOException {
    notes.close();
    return NoteBook.of(Notes.read(folder.resolve("notes")));
  }

  private Notes notes() throws IOException {
    return new Notes(folder.resolve("notes"));
  }

  @Test
  void anotherReceiptForTheSameIdIsAContradiction() throws IOException {
    var notes = notes();
    assertTrue(notes.acknowledge(note("a", 1, 7L, "R")));
    assertTrue(notes.acknowledge(note("a", 1, 7L, "R")));
    assertFalse(notes.acknowledge(note("a", 1, 7L, "S")));
    assertEquals(Set.of("a"), written(notes).contradicted());
  }

  @Test
  void aWaitingPlaceGetsItsSequenceLaterAndKeepsIt() throws IOException {
    var notes = notes();
    assertTrue(notes.acknowledge(note("a", 1, null, "R")));
    assertTrue(notes.acknowledge(note("a", 1, 7L, "R")));
    assertFalse(notes.acknowledge(note("a", 1, 8L, "R")));
    var book = written(notes);
    assertEquals(7L, book.acknowledged().get("a").sequence());
    assertEquals(Set.of("a"), book.contradicted());
  }

  @Test
  void whatWasAskedAndNeitherGivenNorRefusedIsUnanswered() throws IOException {
    var notes = notes();
    for (var id : new String[] {"under way", "refused", "in doubt", "given"}) {
      notes.asked(id, 1);
    }
    notes.refused("refused");
    notes.unknown("in doubt", 1);
    notes.refused("in doubt");
    notes.unknown("given", 1);
    notes.acknowledge(note("given", 1, 1L, "R"));
    var book = written(notes);
    assertEquals(Set.of("under way", "in doubt"), book.unanswered());
    assertEquals(Set.of("given"), book.acknowledged().keySet());
  }
}
