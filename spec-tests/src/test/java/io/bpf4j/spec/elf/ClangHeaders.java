package io.bpf4j.spec.elf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the headers are that C programs for BPF include. */
public final class ClangHeaders {
  private ClangHeaders() {}

  /**
   * The directories of kernel headers that depend on the machine: clang knows them for its own
   * machine only.
   */
  public static List<Path> machine() throws IOException {
    try (Stream<Path> directories = Files.list(Path.of("/usr/include"))) {
      return directories
          .filter(directory -> Files.exists(directory.resolve("asm/types.h")))
          .sorted()
          .toList();
    }
  }
}
