package io.bpf4j.spec.compare;

import io.bpf4j.KernelException;
import io.bpf4j.loader.KernelVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the kernel said of a program.
 *
 * @param given whether it gave a verdict at all; where not, {@code messages} says why
 * @param accepted whether it loaded it
 * @param errno the error's name, {@code OK} where there was none
 * @param messages the end of its log where it rejected: what is wrong is in the last line, or in
 *     the line before; without statistics and states
 * @param visited instructions that it processed, 0 where it never came to that
 */
public record KernelAnswer(
    boolean given, boolean accepted, String errno, List<String> messages, long visited) {
  private static final Pattern STATISTICS =
      Pattern.compile("(processed \\d+ insns|verification time \\d+ usec).*");
  private static final Pattern INSTRUCTION = Pattern.compile("\\d+: ?(\\(|R|$|frame\\d).*");

  public KernelAnswer {
    messages = List.copyOf(messages);
  }

  /** Reads the verdict and its log. */
  static KernelAnswer of(KernelVerdict verdict) {
    long visited = verdict.verifiedInstructions().orElse(0);
    List<String> messages = verdict.accepted() ? List.of() : messages(verdict.log());
    return new KernelAnswer(true, verdict.accepted(), verdict.errnoName(), messages, visited);
  }

  /** No verdict: the kernel failed. */
  static KernelAnswer none(KernelException e) {
    return new KernelAnswer(false, false, "", List.of(e.getMessage()), 0);
  }

  private static List<String> messages(String log) {
    List<String> messages = new ArrayList<>();
    for (String line : (Iterable<String>) log.lines()::iterator) {
      String text = STATISTICS.matcher(line).replaceFirst("").strip();
      boolean noise =
          text.isEmpty()
              || text.startsWith("stack depth")
              || text.startsWith("mark_precise:")
              || text.startsWith("cur state:")
              || text.startsWith("old state:");
      if (!noise && INSTRUCTION.matcher(text).matches()) {
        messages.clear();
      } else if (!noise) {
        messages.add(text);
      }
    }
    return messages.subList(Math.max(0, messages.size() - 3), messages.size());
  }

  /** What is wrong; the error's name where the log does not tell. */
  public String message() {
    return messages.isEmpty() ? errno : messages.get(messages.size() - 1);
  }

  /** The message without its numbers, to group by. */
  public String messageShape() {
    return shape(message());
  }

  static String shape(String message) {
    return message.replaceAll("0x[0-9a-f]+", "N").replaceAll("-?\\d+", "N");
  }
}
