package id.kursi.reservation;

import id.kursi.platform.FieldRule;
import id.kursi.platform.Form;
import id.kursi.platform.Seals;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.regex.Pattern;

/**
 * A child and the guardian who registers it: sealed wherever it rests, and never in a text for a
 * log.
 */
record Child(
    String nik, String name, LocalDate birthDate, String guardianName, String guardianPhone) {
  private static final Pattern NIK = Pattern.compile("[1-9]\\d{15}");
  private static final Pattern PHONE = Pattern.compile("(\\+62|0)8\\d{7,12}");
  private static final int MAX_NAME = 120;
  private static final int MAX_AGE_YEARS = 30;

  static Child read(Form form, LocalDate today) {
    var nik = form.text("nik", 32);
    var name = form.text("name", MAX_NAME);
    var birthDate = form.date("birthDate");
    var guardianName = form.text("guardianName", MAX_NAME);
    var guardianPhone = form.text("guardianPhone", 32);
    form.check("nik", nik, nik != null && isNik(nik), FieldRule.NIK);
    form.check(
        "birthDate",
        birthDate,
        birthDate != null
            && birthDate.isBefore(today)
            && birthDate.isAfter(today.minusYears(MAX_AGE_YEARS)),
        FieldRule.BIRTH_DATE);
    form.check(
        "guardianPhone",
        guardianPhone,
        guardianPhone != null && PHONE.matcher(guardianPhone).matches(),
        FieldRule.PHONE);
    return new Child(nik, name, birthDate, guardianName, guardianPhone);
  }

  /**
   * 16 digits: 6 of the area, day (women: day + 40), month and year of birth by two each, 4 serial.
   */
  static boolean isNik(String nik) {
    if (!NIK.matcher(nik).matches()) {
      return false;
    }
    int day = Integer.parseInt(nik.substring(6, 8));
    int month = Integer.parseInt(nik.substring(8, 10));
    try {
      // Two digits of a year do not tell a leap year of one century from another: 29 February is
      // let through.
      MonthDay.of(month, day > 40 ? day - 40 : day);
      return true;
    } catch (DateTimeException noSuchDay) {
      return false;
    }
  }

  /** The keyed hash, 32 bytes, by which the ledger knows a child. */
  static byte[] holder(Seals seals, String nik) {
    return seals.hash("holder", nik);
  }

  byte[] json() {
    return new JsonObject()
        .put("nik", nik)
        .put("name", name)
        .put("birthDate", birthDate.toString())
        .put("guardianName", guardianName)
        .put("guardianPhone", guardianPhone)
        .encode()
        .getBytes(StandardCharsets.UTF_8);
  }

  static Child of(byte[] json) {
    var object = new JsonObject(new String(json, StandardCharsets.UTF_8));
    return new Child(
        object.getString("nik"),
        object.getString("name"),
        LocalDate.parse(object.getString("birthDate")),
        object.getString("guardianName"),
        object.getString("guardianPhone"));
  }

  /** The NIK as its own family is shown it again: the last four digits. */
  String maskedNik() {
    return "*".repeat(12) + nik.substring(12);
  }

  @Override
  public String toString() {
    return "Child[sealed]";
  }
}
