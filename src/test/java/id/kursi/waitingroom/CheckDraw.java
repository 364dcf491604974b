package id.kursi.waitingroom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** docs/check-draw.py, which shares no line with the service, as a stranger runs it. */
public final class CheckDraw {
  /**
   * @param status 0 where what was published holds
   * @param text "NUMBER POSITION", a line for each entry in the files; or what does not hold
   */
  public record Said(int status, String text) {}

  public static Said check(String... files) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("python3", "docs/check-draw.py"));
    command.addAll(List.of(files));
    var python = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(python.getInputStream().readAllBytes());
    return new Said(python.waitFor(), text);
  }

  private CheckDraw() {}
}
