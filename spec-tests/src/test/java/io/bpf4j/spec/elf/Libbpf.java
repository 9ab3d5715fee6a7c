package io.bpf4j.spec.elf;

import java.nio.file.Files;
import java.nio.file.Path;

/** What binutils, LLVM and bpftool say of a file, and whether libbpf loads it. */
final class Libbpf {
  private Libbpf() {}

  /** Has every tool read a file; none may say a word on standard error. */
  static void readByAll(Path file) {
    String path = file.toString();
    Tool.quietly("readelf", "-a", "-W", path);
    Tool.quietly("llvm-objdump", "-d", "-r", path);
    Tool.quietly("llvm-objdump", "-S", "-t", "-h", path);
    Tool.quietly("bpftool", "btf", "dump", "file", path);
    Tool.quietly("bpftool", "btf", "dump", "file", path, "format", "c");
  }

  /** Loads in a mount namespace with a file system of its own: nothing outlives the command. */
  static Tool.Result load(Path file, Path directory) throws Exception {
    return load(file, directory, "true");
  }

  /** The same, and then a command that finds the pinned maps in the directory {@code $M}. */
  static Tool.Result load(Path file, Path directory, String then) throws Exception {
    Path pins = Files.createDirectories(directory.resolve("bpffs"));
    String script =
        "mount -t bpf bpf '%s' && M='%s/m' && bpftool prog loadall '%s' '%s/p' pinmaps $M && %s"
            .formatted(pins, pins, file, pins, then);
    return Tool.run("unshare", "-m", "sh", "-c", script);
  }
}
