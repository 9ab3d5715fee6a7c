package io.bpf4j.loader;

import java.util.Map;
import java.util.stream.Collectors;

/** Names of error numbers: errno.tsv, a table from uapi/asm-generic/errno.h. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EFAULT = 14;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int ENOSPC = 28;
  static final int ENOSYS = 38;
  static final int ENOTSUPP = 524;

  private record Entry(String name, String meaning) {}

  private static final Map<Integer, Entry> TABLE =
      Table.rows("errno.tsv").stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  row -> Integer.valueOf(row[0]),
                  row -> new Entry(row[1], row.length > 2 ? row[2] : ""),
                  // Two names for one number (EAGAIN and EWOULDBLOCK): the first is the usual one.
                  (first, second) -> first));

  private Errno() {}

  /** The name, such as {@code EPERM}; {@code errno 999} where it has none. */
  static String name(int errno) {
    Entry entry = TABLE.get(errno);
    return entry == null ? "errno " + errno : entry.name();
  }

  /** What the header says it means, in lower case; "" where it says nothing. */
  static String meaning(int errno) {
    Entry entry = TABLE.get(errno);
    if (entry == null || entry.meaning().isEmpty()) {
      return "";
    }
    return Character.toLowerCase(entry.meaning().charAt(0)) + entry.meaning().substring(1);
  }
}
