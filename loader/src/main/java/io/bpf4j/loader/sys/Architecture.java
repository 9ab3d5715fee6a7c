package io.bpf4j.loader.sys;

import java.util.Optional;

/**
 * A processor architecture and its number of bpf(2). Source: {@code __NR_bpf} in
 * arch/x86/entry/syscalls/syscall_64.tbl, arch/powerpc/kernel/syscalls/syscall.tbl,
 * arch/s390/kernel/syscalls/syscall.tbl, and uapi/asm-generic/unistd.h for the others.
 */
public enum Architecture {
  X86_64("amd64", 321),
  AARCH64("aarch64", 280),
  RISCV64("riscv64", 280),
  LOONGARCH64("loongarch64", 280),
  PPC64LE("ppc64le", 361),
  S390X("s390x", 351);

  private final String osArch;
  private final int bpf;

  Architecture(String osArch, int bpf) {
    this.osArch = osArch;
    this.bpf = bpf;
  }

  /** The number of bpf(2). */
  public int bpf() {
    return bpf;
  }

  /** The architecture that the JVM calls {@code osArch} (system property os.arch). */
  public static Optional<Architecture> of(String osArch) {
    for (Architecture architecture : values()) {
      if (architecture.osArch.equals(osArch) || architecture.name().equalsIgnoreCase(osArch)) {
        return Optional.of(architecture);
      }
    }
    return Optional.empty();
  }
}
