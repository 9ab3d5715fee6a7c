package io.bpf4j.cli;

import io.bpf4j.BpfException;
import io.bpf4j.asm.Printable;
import io.bpf4j.btf.Btf;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verdict;
import io.bpf4j.verifier.VerificationReport;
import io.bpf4j.verifier.Verifier;
import io.bpf4j.verifier.report.JsonReport;
import io.bpf4j.verifier.report.TextReport;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "verify",
    description = {
      "Tells for each program of each object whether a kernel accepts it, without asking one.",
      "A verdict is ACCEPTED, REJECTED, or UNSUPPORTED where bpf4j cannot tell."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  /** How verdicts are printed. */
  enum Format {
    TEXT,
    JSON
  }

  private final Screen screen;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(arity = "1..*", paramLabel = "FILE", description = "BPF objects (ELF).")
  private List<Path> files;

  @CommandLine.Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one object a line for each program. Default: text.")
  private Format format;

  @CommandLine.Option(
      names = "--kernel",
      paramLabel = "PROFILE",
      defaultValue = "6.18",
      description = "The kernel's version. Default: 6.18.")
  private String kernel;

  @CommandLine.Option(
      names = "--btf",
      paramLabel = "FILE",
      description =
          "That kernel's types, as in /sys/kernel/btf/vmlinux: CO-RE relocations are applied.")
  private Path btf;

  VerifyCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    if (!KernelProfile.builtInNames().contains(kernel)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--kernel "
              + kernel
              + ": no such profile, only "
              + String.join(", ", KernelProfile.builtInNames()));
    }
    Verifier verifier = Verifier.of(KernelProfile.builtIn(kernel));
    if (btf != null) {
      try {
        verifier = verifier.withTypes(Btf.decode(Files.readAllBytes(btf)));
      } catch (NoSuchFileException | AccessDeniedException e) {
        screen.error(Failures.describe(e));
        return ExitCode.REJECTED;
      } catch (BpfException | IOException e) {
        screen.error(btf + ": " + Failures.describe(e));
        return ExitCode.REJECTED;
      }
    }
    boolean accepted = true;
    for (Path file : files) {
      accepted &= verify(verifier, file);
      screen.out().flush();
    }
    return accepted ? ExitCode.ACCEPTED : ExitCode.REJECTED;
  }

  /** Whether the file was read and all of its programs are accepted. */
  private boolean verify(Verifier verifier, Path file) {
    Optional<ObjectSpec> read = ObjectFiles.read(screen, file);
    if (read.isEmpty()) {
      return false;
    }
    ObjectSpec object = read.get();
    if (object.byteOrder() == ByteOrder.BIG_ENDIAN) {
      screen.error(
          file
              + ": ELF header, byte offset 5: a big-endian object; the profile "
              + kernel
              + " is of a little-endian machine");
      return false;
    }
    if (object.programs().isEmpty()) {
      screen.error(file + ": holds no program");
      return false;
    }
    VerificationReport report;
    try {
      report = verifier.verify(object);
    } catch (BpfException e) {
      screen.error(file + ": " + e.getMessage());
      return false;
    }
    if (format == Format.TEXT && files.size() > 1) {
      screen.line(screen.bold(Printable.of(file.toString())));
    }
    report.programs().forEach(verdict -> print(file, verdict));
    return report.programs().stream().allMatch(v -> v.verdict() == Verdict.ACCEPTED);
  }

  private void print(Path file, ProgramVerdict verdict) {
    if (format == Format.JSON) {
      screen.line(JsonReport.line(file.toString(), verdict));
    } else {
      screen.text(TextReport.of(verdict, screen.style()));
    }
  }
}
