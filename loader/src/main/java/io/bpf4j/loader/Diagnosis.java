package io.bpf4j.loader;

import io.bpf4j.KernelException;
import io.bpf4j.uapi.BpfCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Turns an error number into an exception that names the error, its likely cause and a remedy. */
final class Diagnosis {
  private static final List<String[]> CAUSES = Table.rows("causes.tsv");

  private Diagnosis() {}

  /**
   * @param what the object that the command was for, and what was tried; "" where there is none
   * @param log the kernel's log, "" where there is none
   */
  static KernelException failure(BpfCommand command, String what, int errno, String log) {
    String call = "bpf(" + command + ")" + (what.isEmpty() ? "" : " of " + what);
    return new KernelException(call, errno, message(command, errno, log), log);
  }

  /** A failed call that is not bpf(). */
  static KernelException failure(String call, int errno) {
    return new KernelException(call, errno, described(errno), "");
  }

  /** A file of the kernel's that cannot be read. */
  static KernelException unreadable(Path path, IOException e) {
    return new KernelException("read of " + path, 0, e.toString(), "");
  }

  static String described(int errno) {
    String meaning = Errno.meaning(errno);
    return Errno.name(errno) + (meaning.isEmpty() ? "" : " (" + meaning + ")");
  }

  private static String message(BpfCommand command, int errno, String log) {
    String cause = cause(command, errno);
    String reason = lastReason(log);
    return described(errno)
        + (cause.isEmpty() ? "" : ": " + cause)
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  private static String cause(BpfCommand command, int errno) {
    for (String[] row : CAUSES) {
      boolean fits = row[0].equals("*") || row[0].equals(command.name());
      if (fits && row[1].equals(Errno.name(errno))) {
        return row[2];
      }
    }
    return errno == Errno.EPERM ? Privileges.ofThisProcess().remedy() : "";
  }

  /**
   * The line of a verifier log that says what is wrong: the last one before the statistics.
   *
   * <p>The whole log is the exception's own field; the message stays one line.
   */
  static String lastReason(String log) {
    String reason = "";
    for (String line : (Iterable<String>) log.lines()::iterator) {
      boolean statistics =
          line.startsWith("processed ")
              || line.startsWith("verification time")
              || line.startsWith("stack depth");
      if (!statistics && !line.isBlank()) {
        reason = line.strip();
      }
    }
    return reason;
  }
}
