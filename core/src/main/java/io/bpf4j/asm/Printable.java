package io.bpf4j.asm;

/** Names from files that nobody vouches for: no control character of theirs reaches a terminal. */
public final class Printable {
  private Printable() {}

  /** The text with line ends, escapes and the like written as {@code \\u001b}. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
