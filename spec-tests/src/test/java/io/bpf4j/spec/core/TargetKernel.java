package io.bpf4j.spec.core;

import io.bpf4j.btf.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernels whose types the cases are relocated against. */
enum TargetKernel {
  RUNNING("/sys/kernel/btf/vmlinux"),
  DEBIAN_6_1("target/kernels/6.1.btf"),
  DEBIAN_6_12("target/kernels/6.12.btf");

  private final String file;

  TargetKernel(String file) {
    this.file = file;
  }

  /** A file with the kernel's types. */
  Path types() {
    return Path.of(file);
  }

  Btf btf() throws IOException {
    return Btf.decode(Files.readAllBytes(types()));
  }
}
