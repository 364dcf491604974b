package id.kursi.reservation;

import static id.kursi.reservation.AdminApi.code;
import static id.kursi.reservation.AdminApi.csv;
import static id.kursi.reservation.AdminApi.list;
import static id.kursi.reservation.Api.claim;
import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Agencies, offices, services, intakes and slots as tables: all lines or none. */
@ServiceTest
class TablesTest {
  @Test
  void wholeTablesArePutAtOnce() {
    var agency = code();
    var office = code();
    var service = code();
    var intake = code();
    csv("agencies", "code,name.id,name.en", agency + ",Dinas Pendidikan,Education office")
        .statusCode(200)
        .body("lines", equalTo(1));
    csv(
            "offices",
            "code,agency,name",
            office + "," + agency + ",\"SMPN 1, Serpong\"",
            code() + "," + agency + ",101")
        .statusCode(200);
    csv("services", "agency,code,title.id,title.en", agency + "," + service + ",SPMB,Admission")
        .statusCode(200);
    csv(
            "intakes",
            "code,service,title.id,title.en,allocation,opensAt,closesAt,holdFor,waitListLength",
            intake
                + ","
                + service
                + ",SMP,Junior,ARRIVAL,2026-01-01T08:00:00+07:00,2099-06-26T14:00:00+07:00,PT20M,7")
        .statusCode(200);
    csv(
            "intakes/" + intake + "/slots",
            "office,track,label,capacity",
            office + ",DOMICILE,Domisili,40",
            office + ",TRANSFER,Mutasi,2")
        .statusCode(200);
    Api.anybody()
        .get("/v1/intakes/" + intake)
        .then()
        .body("capacity", equalTo(42))
        .body("holdFor", equalTo("PT20M"))
        .body("waitListLength", equalTo(7));
    Api.anybody()
        .get("/v1/intakes/" + intake + "/slots")
        .then()
        .body("slots.officeName", hasItem("SMPN 1, Serpong"));
    csv(
            "intakes/" + intake + "/slots",
            "office,track,label,capacity",
            office + ",DOMICILE,Domisili,50")
        .statusCode(200);
    Api.anybody().get("/v1/intakes/" + intake).then().body("capacity", equalTo(52));
  }

  @Test
  void everyWrongLineIsToldAndNothingIsStored() {
    var good = code();
    csv(
            "agencies",
            "code,name.id,name.en,colour",
            good + ",Dinas,Office,",
            "no code!,Dinas,Office,",
            "",
            good + ",Dinas,Office,",
            code() + ",,Office,red")
        .statusCode(422)
        .body("type", equalTo("/problems/invalid-lines"))
        .body("total", equalTo(4))
        .body("errors.line", equalTo(List.of(3, 5, 6, 6)))
        .body("errors.code", equalTo(List.of("code", "twice", "required", "unknown")));
    list("agencies?limit=1000").body("agencies.findAll { it.code == '" + good + "' }", hasSize(0));
  }

  @Test
  void whatOnlyTheLedgerKnowsUndoesTheWholeTable() {
    var intake = TestIntake.open();
    var slot = intake.slot("SMPN-01", "DOMICILE", 2);
    claim("a", uuid7(), slot, nik()).statusCode(201);
    csv(
            "intakes/" + intake.code + "/slots",
            "office,track,label,capacity",
            "SMPN-02,TRANSFER,Mutasi,5",
            "SMPN-01,DOMICILE,DOMICILE,0")
        .statusCode(422)
        .body("errors[0].line", equalTo(3))
        .body("errors[0].field", equalTo("/capacity"))
        .body("errors[0].code", equalTo("below-taken"));
    csv(
            "intakes/" + intake.code + "/slots",
            "office,track,label,capacity",
            "SMPN-02,TRANSFER,Mutasi,5",
            "SMPN-99,TRANSFER,Mutasi,5")
        .statusCode(422)
        .body("errors.code", equalTo(List.of("unknown-code")));
    Api.anybody()
        .get("/v1/intakes/" + intake.code + "/slots")
        .then()
        .body("slots.capacity", equalTo(List.of(2)));
    csv(
            "intakes",
            "code,service,title.id,title.en,allocation,opensAt,closesAt",
            code() + ",spmb-smp,x,x,ARRIVAL,2026-01-01T08:00:00+07:00,2099-01-01T08:00:00+07:00",
            intake.code
                + ",spmb-smp,x,x,RANKED,2026-01-01T08:00:00+07:00,2099-01-01T08:00:00+07:00")
        .statusCode(422)
        .body("errors[0].line", equalTo(3))
        .body("errors[0].code", equalTo("in-use"));
    intake.assertSound();
  }

  @Test
  void aRaisedCapacityIsOfferedToTheReserveListFirst() {
    var intake = TestIntake.open();
    var slot = intake.slot("SMPN-01", "DOMICILE", 1);
    var waiting = uuid7();
    claim("a", uuid7(), slot, nik()).statusCode(201);
    claim("b", waiting, slot, nik(), true).statusCode(201);
    csv(
            "intakes/" + intake.code + "/slots",
            "office,track,label,capacity",
            "SMPN-01,DOMICILE,DOMICILE,2")
        .statusCode(200);
    assertThat(Api.status("b", waiting)).isEqualTo("HELD");
    intake.assertSound();
  }

  @Test
  void whatIsNoTableIsRefused() {
    for (var body : new String[] {"", "code,name.id", "code,code\nx,y", "code,name.id\n\"x"}) {
      csv("agencies", body).statusCode(400).body("type", equalTo("/problems/malformed-csv"));
    }
    Api.as("admin", "admin")
        .contentType("text/csv")
        .body(new byte[] {'c', 'o', 'd', 'e', '\n', (byte) 0xff})
        .put("/v1/admin/agencies")
        .then()
        .statusCode(400);
    Api.citizen("a")
        .contentType("text/csv")
        .body("code\nx")
        .put("/v1/admin/agencies")
        .then()
        .statusCode(403);
  }

  @Test
  void aTableHasFiftyThousandLinesAndFiveMebibytesAtMost() {
    // Behind all others, for the lists that other tests read.
    var agency = "zzz" + code();
    csv("agencies", lines(agency, 50_000)).statusCode(200).body("lines", equalTo(50_000));
    csv("agencies", lines(agency, 50_001))
        .statusCode(413)
        .body("type", equalTo("/problems/body-too-large"));
    csv("agencies", "code,name.id,name.en", "x".repeat(6 * 1024 * 1024))
        .statusCode(413)
        .body("type", equalTo("/problems/body-too-large"));
  }

  private static String lines(String prefix, int number) {
    return "code,name.id,name.en\n"
        + IntStream.range(0, number)
            .mapToObj(i -> prefix + "-" + i + ",Dinas,Office")
            .collect(Collectors.joining("\n"));
  }
}
