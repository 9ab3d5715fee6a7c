package io.bpf4j.loader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What this process may do, as far as /proc and /sys tell.
 *
 * @param capabilities the effective capability set (CapEff), all bits set where it is not known
 * @param unprivilegedDisabled kernel.unprivileged_bpf_disabled, "" where it is not known
 * @param lockdown /sys/kernel/security/lockdown, "" where it is not known
 */
record Privileges(long capabilities, String unprivilegedDisabled, String lockdown) {
  // uapi/linux/capability.h
  private static final int CAP_NET_ADMIN = 12;
  private static final int CAP_SYS_ADMIN = 21;
  private static final int CAP_PERFMON = 38;
  private static final int CAP_BPF = 39;

  static Privileges ofThisProcess() {
    return new Privileges(
        effective(read("/proc/self/status")),
        read("/proc/sys/kernel/unprivileged_bpf_disabled").strip(),
        read("/sys/kernel/security/lockdown").strip());
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | SecurityException e) {
      // Only words for a message: a file that cannot be read is a file that says nothing.
      return "";
    }
  }

  private static long effective(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("CapEff:"))
        .findFirst()
        .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
        .orElse(-1L);
  }

  private boolean has(int capability) {
    return (capabilities >>> capability & 1) != 0;
  }

  /** What most likely refused the call, and what to do about it. */
  String remedy() {
    List<String> missing = new ArrayList<>();
    if (!has(CAP_SYS_ADMIN)) {
      addMissing(missing, CAP_BPF, "CAP_BPF");
      addMissing(missing, CAP_NET_ADMIN, "CAP_NET_ADMIN (networking programs)");
      addMissing(missing, CAP_PERFMON, "CAP_PERFMON (tracing programs)");
    }
    if (!missing.isEmpty()) {
      String closed =
          unprivilegedDisabled.isEmpty() || unprivilegedDisabled.equals("0")
              ? ""
              : " (kernel.unprivileged_bpf_disabled is " + unprivilegedDisabled + ")";
      return "this process lacks "
          + String.join(", ", missing)
          + closed
          + "; run as root or grant the capabilities";
    }
    if (lockdown.contains("[integrity]") || lockdown.contains("[confidentiality]")) {
      return "the kernel is locked down: " + lockdown;
    }
    return "a security module, a container's seccomp filter or a user namespace refuses it";
  }

  private void addMissing(List<String> missing, int capability, String name) {
    if (!has(capability)) {
      missing.add(name);
    }
  }
}
