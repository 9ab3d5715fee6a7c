package io.bpf4j.cli;

import io.bpf4j.asm.Printable;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "disasm",
    description = "Shows instructions, in LLVM's syntax, beside their source lines.",
    mixinStandardHelpOptions = true)
final class DisasmCommand implements Callable<Integer> {
  private final Screen screen;

  @CommandLine.Parameters(index = "0", paramLabel = "FILE", description = "A BPF object (ELF).")
  private Path file;

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FUNCTION",
      description = "A program or subprogram; all of them where none is named.")
  private String name;

  DisasmCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional<ObjectSpec> read = ObjectFiles.read(screen, file);
    if (read.isEmpty()) {
      return ExitCode.REJECTED;
    }
    ObjectSpec object = read.get();
    int shown = 0;
    for (ProgramSpec program : object.programs()) {
      if (name == null || name.equals(program.name())) {
        heading(shown++, program.section(), program.type().name());
        new Listing(screen).print(program.code(), program.functions());
      }
    }
    for (SubprogramSpec subprogram : object.subprograms()) {
      if (name == null || name.equals(subprogram.name())) {
        heading(shown++, subprogram.section(), "subprogram");
        FunctionEntry entry =
            new FunctionEntry(subprogram.name(), 0, subprogram.linkage(), subprogram.btfType());
        new Listing(screen).print(subprogram.code(), List.of(entry));
      }
    }
    if (shown > 0) {
      return ExitCode.ACCEPTED;
    }
    screen.error(file + ": " + (name == null ? "holds no code" : "no function " + name));
    return ExitCode.REJECTED;
  }

  private void heading(int before, String section, String kind) {
    if (before > 0) {
      screen.line();
    }
    screen.line(screen.dim("; section " + Printable.of(section) + ", " + kind));
  }
}
