package io.bpf4j.cli;

import io.bpf4j.KernelException;
import io.bpf4j.asm.Printable;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.elf.ObjectWriter;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.samples.dropblocked.DropBlocked;
import io.bpf4j.samples.dropblocked.DropBlockedWithoutCheck;
import io.bpf4j.uapi.ProgramType;
import io.bpf4j.verifier.ProgramVerdict;
import io.bpf4j.verifier.Verdict;
import io.bpf4j.verifier.Verifier;
import io.bpf4j.verifier.report.TextReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "demo",
    description =
        "Shows the whole chain on a sample: a program written in Java gets a verdict, and runs.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String PROFILE = "6.18";
  private static final String PROGRAM = "drop_blocked";
  private static final String MAP = "blocked";
  private static final int MAX_LOG_LINES = 12;

  /** Addresses of RFC 5737: they belong to nobody. */
  private static final byte[] BLOCKED = {(byte) 192, 0, 2, 1};

  private static final byte[] FREE = {(byte) 198, 51, 100, 7};

  private final Screen screen;
  private int step;
  private Path written;

  @CommandLine.Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the object. Default: a file in a new temporary directory.")
  private Path output;

  @CommandLine.Option(names = "--vm", description = "Run in bpf4j's VM, not in the kernel.")
  private boolean vm;

  DemoCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    screen.line(
        "The XDP program drop_blocked drops packets from blocked IPv4 addresses, and counts them.");
    ObjectSpec object = build();
    ObjectSpec read = write(object);
    disassemble(read);
    boolean accepted = verify(read);
    boolean rejected = showRejection();
    boolean ran = run(read);
    screen.line();
    screen.line(
        screen.dim("The object is yours: bpf4j verify, inspect, disasm or run ")
            + Printable.of(written.toString()));
    return accepted && rejected && ran ? ExitCode.ACCEPTED : ExitCode.REJECTED;
  }

  private void heading(String title) {
    screen.line();
    screen.line(screen.bold(++step + ". " + title));
    screen.line();
  }

  private ObjectSpec build() {
    heading("Built from Java: DropBlocked.java, in the typed DSL");
    ObjectSpec object = DropBlocked.object();
    ProgramSpec program = object.programs().get(0);
    screen.line(
        "  program "
            + program.name()
            + ": "
            + program.type()
            + ", "
            + program.code().instructions().size()
            + " instructions");
    object
        .maps()
        .forEach(
            map ->
                screen.line(
                    "  map "
                        + map.name()
                        + ": "
                        + map.type()
                        + ", "
                        + map.keySize()
                        + " bytes of address to "
                        + map.valueSize()
                        + " bytes of count, "
                        + map.maxEntries()
                        + " entries"));
    return object;
  }

  private ObjectSpec write(ObjectSpec object) throws IOException {
    heading("Written as an ELF object, with BTF and line information");
    written =
        output != null
            ? output
            : Files.createTempDirectory("bpf4j-demo").resolve("drop_blocked.bpf.o");
    ObjectWriter.write(object, written);
    screen.line(
        String.format(
            Locale.ROOT, "  %s, %,d bytes", Printable.of(written.toString()), Files.size(written)));
    screen.line(
        screen.dim(
            "  llvm-objdump -d, readelf -a and bpftool prog load take it as they take clang's."));
    return ObjectReader.read(written);
  }

  private void disassemble(ObjectSpec object) {
    heading("Disassembled beside its Java lines");
    ProgramSpec program = object.programs().get(0);
    new Listing(screen, Listing.Style.DEFAULT).print(program.code(), program.functions());
  }

  private boolean verify(ObjectSpec object) {
    heading("Verified offline, as Linux " + PROFILE + " would");
    ProgramVerdict verdict = verdict(object);
    screen.text(TextReport.of(verdict, screen.style()));
    return verdict.verdict() == Verdict.ACCEPTED;
  }

  private static ProgramVerdict verdict(ObjectSpec object) {
    return Verifier.of(KernelProfile.builtIn(PROFILE)).verify(object).programs().get(0);
  }

  private boolean showRejection() {
    heading("What a mistake looks like: DropBlockedWithoutCheck.java");
    screen.line("  It counts without asking whether the address is in the map.");
    screen.line("  The DSL lets that happen only where the program says unchecked().");
    screen.line();
    ObjectSpec broken = DropBlockedWithoutCheck.object();
    ProgramVerdict verdict = verdict(broken);
    screen.text(TextReport.of(verdict, screen.style()));
    boolean rejected = verdict.verdict() == Verdict.REJECTED;
    return Choice.of(ProgramType.XDP, vm ? "--vm" : null).kernel()
        ? rejected & kernelRejects(broken)
        : rejected;
  }

  private boolean kernelRejects(ObjectSpec broken) {
    screen.line();
    try (KernelMachine accepted = new KernelMachine(broken)) {
      screen.line("  " + screen.red("But " + accepted.name() + " accepts it."));
      return false;
    } catch (KernelException e) {
      String kernel = KernelMachine.kernelName();
      screen.line("  " + capitalised(kernel) + " rejects it too. The end of its log:");
      screen.line();
      endOfLog(e.log()).forEach(line -> screen.line("    " + Printable.of(line)));
      return true;
    }
  }

  /** The log from the last source line that it names, without the statistics. */
  private static List<String> endOfLog(String log) {
    List<String> lines =
        log.lines()
            .filter(line -> !line.isBlank())
            .filter(line -> !line.startsWith("processed ") && !line.startsWith("verification time"))
            .toList();
    int start = Math.max(0, lines.size() - MAX_LOG_LINES);
    for (int i = start; i < lines.size(); i++) {
      if (lines.get(i).startsWith("; ")) {
        start = i;
      }
    }
    return lines.subList(start, lines.size());
  }

  private boolean run(ObjectSpec object) {
    Choice choice = Choice.of(ProgramType.XDP, vm ? "--vm" : null);
    try (Machine machine =
        choice.kernel() ? new KernelMachine(object) : new VmMachine(object, screen, false)) {
      heading("Run in " + machine.name() + (choice.kernel() ? ", in a test run" : ""));
      if (!choice.kernel()) {
        screen.line("  " + capitalised(choice.reason()) + ".");
        screen.line();
      }
      machine.update(MAP, BLOCKED, new byte[Long.BYTES]);
      screen.line("  " + address(BLOCKED) + " is put into the map blocked.");
      boolean asExpected = send(machine, BLOCKED, 1) & send(machine, FREE, 2);
      long count = count(machine);
      screen.line(
          "  The map's count for " + address(BLOCKED) + " is now " + screen.bold("" + count) + ".");
      return asExpected && count == 1;
    }
  }

  private static String capitalised(String reason) {
    return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1);
  }

  private boolean send(Machine machine, byte[] source, int expected) {
    Machine.Outcome outcome = machine.run(PROGRAM, packet(source));
    String result =
        outcome.fault() != null
            ? screen.red(Printable.of(outcome.fault()))
            : screen.bold(ReturnValues.of(ProgramType.XDP, outcome.returnValue()));
    screen.line("  A packet from " + address(source) + ": " + result + ", after " + outcome.cost());
    return outcome.fault() == null && outcome.returnValue() == expected;
  }

  private static long count(Machine machine) {
    byte[] value = machine.lookup(MAP, BLOCKED).orElseThrow();
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong();
  }

  private static String address(byte[] bytes) {
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  /** An IPv4 packet in an Ethernet frame, of the fields that the program reads. */
  private static byte[] packet(byte[] source) {
    ByteBuffer packet = ByteBuffer.allocate(64);
    packet.putShort(12, (short) 0x0800);
    packet.put(14, (byte) 0x45);
    packet.put(26, source);
    return packet.array();
  }
}
