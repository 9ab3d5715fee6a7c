package io.bpf4j.cli;

import io.bpf4j.BpfException;
import io.bpf4j.asm.Assembler;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.object.ObjectSpec;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "asm",
    description = "Assembles a text file to a BPF object.",
    mixinStandardHelpOptions = true)
final class AsmCommand implements Callable<Integer> {
  private static final long MAX_BYTES = 64L << 20;

  private final Screen screen;

  @CommandLine.Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Assembly, in LLVM's syntax or the kernel log's, with directives.")
  private Path file;

  @CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The object to write; the input with .o for its extension by default.")
  private Path output;

  AsmCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(file)) {
      screen.error(file + ": is a directory");
      return ExitCode.REJECTED;
    }
    if (Files.size(file) > MAX_BYTES) {
      screen.error(file + ": is larger than " + MAX_BYTES + " bytes");
      return ExitCode.REJECTED;
    }
    String name = file.getFileName().toString();
    String stem = name.endsWith(".s") ? name.substring(0, name.length() - 2) : name;
    try {
      ObjectSpec object = Assembler.object(name, Files.readString(file));
      ObjectWriter.write(object, output != null ? output : file.resolveSibling(stem + ".o"));
      return ExitCode.ACCEPTED;
    } catch (BpfException e) {
      screen.error(file + ": " + Failures.describe(e));
    } catch (MalformedInputException e) {
      screen.error(file + ": is not UTF-8 text");
    }
    return ExitCode.REJECTED;
  }
}
