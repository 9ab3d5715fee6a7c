package io.bpf4j.link.core;

/** Names without their flavour: {@code task_struct___old} is the local name of a task_struct. */
final class Names {
  private static final String SEPARATOR = "___";

  private Names() {}

  /** The name without its last flavour: three underscores between two other characters. */
  static String essential(String name) {
    int at = name.lastIndexOf(SEPARATOR);
    for (; at > 0; at = name.lastIndexOf(SEPARATOR, at - 1)) {
      int after = at + SEPARATOR.length();
      if (after < name.length() && name.charAt(at - 1) != '_' && name.charAt(after) != '_') {
        return name.substring(0, at);
      }
    }
    return name;
  }

  /** Whether two names are the same but for flavours. */
  static boolean match(String local, String target) {
    return essential(local).equals(essential(target));
  }
}
