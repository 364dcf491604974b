package id.kursi.reservation;

import jakarta.ws.rs.core.Response;

/** A page of a table, as a file that its reader keeps and no cache does. */
final class CsvPage {
  /**
   * @param file its name
   * @param next where the page after it is; null where there is none
   */
  static Response of(String csv, String file, String next) {
    var answer =
        Response.ok(csv, "text/csv;charset=UTF-8")
            .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
            .header("Cache-Control", "no-store");
    if (next != null) {
      answer.header("Link", "<" + next + ">; rel=\"next\"");
    }
    return answer.build();
  }

  private CsvPage() {}
}
