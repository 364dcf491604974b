package id.kursi.reservation;

import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.step;
import static id.kursi.reservation.Api.uuid7;
import static id.kursi.reservation.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import id.kursi.launcher.Backup;
import id.kursi.launcher.FreshDatabase;
import id.kursi.launcher.PackagedService;
import id.kursi.launcher.Restore;
import io.restassured.RestAssured;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the running service, restored into a database of its own under a fresh service. */
class BackupIT {
  @TempDir Path folder;
  private PackagedService service;

  @AfterEach
  void end() {
    service.close();
    RestAssured.reset();
  }

  private void start(Map<String, String> settings) throws Exception {
    service = PackagedService.start(settings);
    RestAssured.port = service.port();
    eventually(() -> Api.anybody().get("/q/health/ready").then().statusCode(200));
  }

  private void stop() throws Exception {
    service.tellToStop();
    assertThat(service.hasStopped()).isTrue();
  }

  @Test
  void aRestoredServiceCountsTheSameSeatsAndOpensTheSameChildren() throws Exception {
    var settings = new FreshDatabase().start();
    settings.put("kursi.demo.load", "true");
    start(settings);
    eventually(TestIntake::open);
    var intake = TestIntake.open();
    var slot = intake.slot(2);
    var last = intake.slot("SMPN-02", "DOMICILE", 1);
    var confirmed = uuid7();
    var nik = nik();
    claim("a", confirmed, slot, nik).statusCode(201);
    step("a", confirmed, "confirmation").statusCode(200);
    var moved = uuid7();
    claim("b", moved, slot, nik()).statusCode(201);
    claim("c", uuid7(), slot, nik(), true).statusCode(201);
    Api.move("b", moved, uuid7(), intake.slot("SMPN-03", "DOMICILE", 5)).statusCode(201);
    List<Map<String, Object>> counts = intake.audit().getList("slots");
    var file = folder.resolve("kursi.backup");

    var manifest = Backup.write(file, settings);
    // What came after the backup is lost with the old database; the doorman must not remember it.
    claim("d", uuid7(), last, nik()).statusCode(201);
    claim("e", uuid7(), last, nik()).statusCode(409);
    assertThatThrownBy(() -> Restore.read(file, settings)).hasMessageContaining("stop it first");
    stop();

    var fresh = new FreshDatabase().start();
    fresh.put("kursi.seat-counter.prefix", settings.get("kursi.seat-counter.prefix"));
    assertThat(Restore.read(file, fresh)).isEqualTo(manifest);
    start(fresh);
    eventually(() -> assertThat(intake.audit().getList("slots")).isEqualTo(counts));
    intake.assertSound();
    claim("a", confirmed, slot, nik).statusCode(200).body("status", equalTo("CONFIRMED"));
    Api.citizen("a")
        .get("/v1/reservations/" + confirmed)
        .then()
        .statusCode(200)
        .body("child.nik", endsWith(nik.substring(12)))
        .body("child.name", equalTo("Siti Aminah"));
    claim("e", uuid7(), last, nik()).statusCode(201);
    // New rows do not take the ids of old ones.
    assertThat(TestIntake.open().slot(1)).isNotIn(slot, last);
    assertThatThrownBy(() -> Restore.read(file, fresh)).hasMessageContaining("stop it first");
    stop();
    assertThatThrownBy(() -> Restore.read(file, fresh)).hasMessageContaining("holds rows");
    refusesADamagedFile(file, confirmed);
  }

  private void refusesADamagedFile(Path file, UUID confirmed) throws Exception {
    try (var zip = FileSystems.newFileSystem(file)) {
      var table = zip.getPath("tables/reservation.copy");
      var text = Files.readString(table);
      assertThat(text).contains(confirmed.toString()).doesNotContain("Siti Aminah");
      Files.writeString(table, text.replace("CONFIRMED", "CANCELLED"));
    }
    assertThatThrownBy(() -> Restore.read(file, new FreshDatabase().start()))
        .hasMessageContaining("not what its manifest says");
  }
}
