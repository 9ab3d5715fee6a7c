package io.bpf4j.loader;

import io.bpf4j.LinkException;
import io.bpf4j.btf.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The BTF that the running kernel shows of itself. */
final class KernelTypes {
  private static final Path FILE = Path.of("/sys/kernel/btf/vmlinux");

  private KernelTypes() {}

  /**
   * Reads it.
   *
   * @throws LinkException where the kernel shows none
   */
  static Btf running() {
    try {
      return Btf.decode(Files.readAllBytes(FILE));
    } catch (IOException e) {
      throw new LinkException(
          FILE.toString(),
          "the object has CO-RE relocations, and this kernel's types cannot be read ("
              + e
              + "): give some by LoadOptions.withKernelTypes");
    }
  }
}
