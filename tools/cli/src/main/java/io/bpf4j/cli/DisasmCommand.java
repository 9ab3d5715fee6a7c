package io.bpf4j.cli;

import io.bpf4j.BpfException;
import io.bpf4j.asm.Disassembler;
import io.bpf4j.asm.LlvmSyntax;
import io.bpf4j.asm.Printable;
import io.bpf4j.elf.ObjectListing;
import io.bpf4j.isa.Code;
import io.bpf4j.object.FunctionEntry;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "disasm",
    description = "Shows instructions beside their source lines.",
    mixinStandardHelpOptions = true)
final class DisasmCommand implements Callable<Integer> {
  private static final int MAX_RAW = 64 << 20;

  enum Syntax {
    llvm,
    kernel
  }

  private final Screen screen;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A BPF object (ELF).")
  private Path file;

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FUNCTION",
      description = "A program or subprogram; all of them where none is named.")
  private String name;

  @CommandLine.Option(
      names = "--syntax",
      paramLabel = "llvm|kernel",
      description = "As LLVM's disassembler (the default) or the kernel's log writes.")
  private Syntax syntax = Syntax.llvm;

  @CommandLine.Option(
      names = "--section",
      paramLabel = "NAME",
      description = "Only the functions of this section.")
  private String section;

  @CommandLine.Option(names = "--bytes", description = "The bytes before each instruction.")
  private boolean bytes;

  @CommandLine.Option(names = "--no-source", description = "No source lines.")
  private boolean noSource;

  @CommandLine.ArgGroup private Mode mode = new Mode();

  /** What is read, or how, where it is not an object's functions. */
  private static final class Mode {
    @CommandLine.Option(
        names = "--objdump",
        description = "To the letter what llvm-objdump -d of LLVM 19 prints.")
    private boolean objdump;

    @CommandLine.Option(
        names = "--raw",
        description = "Instructions in hexadecimal from standard input, blanks between or not.")
    private boolean raw;
  }

  @CommandLine.Option(names = "--big-endian", description = "The byte order of --raw.")
  private boolean bigEndian;

  DisasmCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (mode.raw == (file != null)) {
      String message = mode.raw ? "--raw reads no file" : "name a file, or give --raw";
      throw new CommandLine.ParameterException(spec.commandLine(), message);
    }
    if (mode.raw) {
      return raw();
    }
    return mode.objdump ? objdump() : functions();
  }

  private Listing listing(ByteOrder order) {
    Disassembler writer = syntax == Syntax.kernel ? Disassembler.kernel() : Disassembler.llvm();
    return new Listing(screen, new Listing.Style(writer, !noSource, bytes ? order : null));
  }

  private int functions() {
    Optional<ObjectSpec> read = ObjectFiles.read(screen, file);
    if (read.isEmpty()) {
      return ExitCode.REJECTED;
    }
    ObjectSpec object = read.get();
    int shown = 0;
    for (ProgramSpec program : object.programs()) {
      if (isWanted(program.name(), program.section())) {
        heading(shown++, program.section(), program.type().name());
        listing(object.byteOrder()).print(program.code(), program.functions());
      }
    }
    for (SubprogramSpec subprogram : object.subprograms()) {
      if (isWanted(subprogram.name(), subprogram.section())) {
        heading(shown++, subprogram.section(), "subprogram");
        FunctionEntry entry =
            new FunctionEntry(subprogram.name(), 0, subprogram.linkage(), subprogram.btfType());
        listing(object.byteOrder()).print(subprogram.code(), List.of(entry));
      }
    }
    if (shown > 0) {
      return ExitCode.ACCEPTED;
    }
    String where = section == null ? "" : " in section " + section;
    screen.error(file + ": " + (name == null ? "holds no code" : "no function " + name) + where);
    return ExitCode.REJECTED;
  }

  private boolean isWanted(String function, String inSection) {
    return (name == null || name.equals(function))
        && (section == null || section.equals(inSection));
  }

  private int objdump() {
    try {
      byte[] object = Files.readAllBytes(file);
      screen.text(ObjectListing.of(object, file.toString(), LlvmSyntax.OBJDUMP));
      return ExitCode.ACCEPTED;
    } catch (BpfException | IOException e) {
      screen.error(file + ": " + Failures.describe(e));
      return ExitCode.REJECTED;
    }
  }

  private int raw() throws IOException {
    InputStream in = System.in;
    String text = new String(in.readNBytes(MAX_RAW), StandardCharsets.ISO_8859_1);
    StringBuilder digits = new StringBuilder(text.length());
    text.chars().filter(c -> !Character.isWhitespace(c)).forEach(c -> digits.append((char) c));
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    try {
      Code code = Code.decode(HexFormat.of().parseHex(digits), order);
      listing(order).print(code, List.of());
      return ExitCode.ACCEPTED;
    } catch (BpfException e) {
      screen.error("standard input: " + Failures.describe(e));
    } catch (IllegalArgumentException e) {
      screen.error("standard input: not hexadecimal bytes");
    }
    return ExitCode.REJECTED;
  }

  private void heading(int before, String inSection, String kind) {
    if (before > 0) {
      screen.line();
    }
    screen.line(screen.dim("; section " + Printable.of(inSection) + ", " + kind));
  }
}
