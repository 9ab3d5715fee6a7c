package io.bpf4j.spec.core;

import io.bpf4j.btf.Btf;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernels whose types the cases are relocated against. */
enum TargetKernel {
  RUNNING,
  /** linux-image-6.1.0-47-cloud-amd64 6.1.170-3, the part of it that {@link KernelParts} keeps. */
  DEBIAN_6_1,
  /** linux-image-6.12.111+deb12-cloud-amd64 6.12.111-1~deb12u1, in the same way. */
  DEBIAN_6_12;

  /** A file with the kernel's types. */
  Path types() {
    return switch (this) {
      case RUNNING -> Path.of("/sys/kernel/btf/vmlinux");
      case DEBIAN_6_1 -> resource("debian-6.1.btf");
      case DEBIAN_6_12 -> resource("debian-6.12.btf");
    };
  }

  Btf btf() throws IOException {
    return Btf.decode(Files.readAllBytes(types()));
  }

  private static Path resource(String name) {
    try {
      return Path.of(TargetKernel.class.getResource("/io/bpf4j/spec/core/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
