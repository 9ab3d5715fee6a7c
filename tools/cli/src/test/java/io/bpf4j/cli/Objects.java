package io.bpf4j.cli;

import io.bpf4j.btf.Btf;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.uapi.ProgramType;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Object files to run commands on. */
final class Objects {
  private Objects() {}

  static Path good(Path directory) throws IOException {
    return write(directory.resolve("good.bpf.o"), DropBlocked.object());
  }

  static Path bad(Path directory) throws IOException {
    return write(directory.resolve("bad.bpf.o"), DropBlockedWithoutCheck.object());
  }

  static Path write(Path file, ObjectSpec object) throws IOException {
    Files.write(file, ObjectWriter.write(object));
    return file;
  }

  static ProgramSpec program(
      String name, String section, ProgramType type, Consumer<CodeBuilder> body) {
    return ProgramSpec.of(name, section, type, Code.build(body));
  }

  static ObjectSpec object(ByteOrder order, List<ProgramSpec> programs, MapSpec... maps) {
    return new ObjectSpec(
        "test", order, "GPL", programs, List.of(), List.of(maps), Btf.EMPTY, List.of());
  }
}
