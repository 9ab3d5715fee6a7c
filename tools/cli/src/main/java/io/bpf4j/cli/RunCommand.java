package io.bpf4j.cli;

import io.bpf4j.asm.Printable;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.MapType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "run",
    description = {
      "Runs a program once on a packet and shows what it returned.",
      "In the kernel's test run where that is permitted, else in bpf4j's VM; the first line says"
          + " which."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int MAX_PACKET = 1 << 20;
  private static final int MAX_ENTRIES_SHOWN = 16;

  private static final int MAX_SHOWN = 60;

  /** A million instructions, each of 16 digits and as many blanks. */
  private static final int MAX_RAW_TEXT = 32 << 20;

  private final Screen screen;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A BPF object (ELF); with --raw, the memory in hexadecimal.")
  private String target;

  @CommandLine.Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROGRAM",
      description = "Which program, where the object has several.")
  private String name;

  @CommandLine.ArgGroup(multiplicity = "0..1")
  private Packet packet;

  @CommandLine.Option(
      names = "--map",
      paramLabel = "MAP:KEY=VALUE",
      description = "Sets an entry before the run, in hexadecimal bytes; may be repeated.")
  private List<String> entries = List.of();

  @CommandLine.Option(names = "--vm", description = "Run in bpf4j's VM, not in the kernel.")
  private boolean vm;

  @CommandLine.Option(
      names = "--trace",
      description = "Show every instruction with the registers after it; implies --vm.")
  private boolean trace;

  @CommandLine.Option(
      names = "--raw",
      description = {
        "Run instructions in hexadecimal from standard input in the VM, on memory in hexadecimal:",
        "R1 is its address, R2 its size. Prints R0 in hexadecimal."
      })
  private boolean raw;

  @CommandLine.Option(
      names = "--program",
      paramLabel = "BYTES",
      description = "With --raw: the instructions, in place of standard input.")
  private String instructions;

  @CommandLine.Option(
      names = "--repeat",
      paramLabel = "TIMES",
      description = "How often to run it, each time on the same packet; maps keep their contents.")
  private int repeat = 1;

  /** Where the packet comes from. */
  static final class Packet {
    @CommandLine.Option(
        names = "--packet",
        paramLabel = "FILE",
        required = true,
        description = "The packet's bytes from the Ethernet header on; a tracepoint's record.")
    private Path file;

    @CommandLine.Option(
        names = "--hex",
        paramLabel = "BYTES",
        required = true,
        description = "The same in hexadecimal; blanks and colons may stand between.")
    private String hex;
  }

  RunCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    if (raw) {
      return raw();
    }
    if (target == null || packet == null || instructions != null) {
      throw usage(
          target == null
              ? "a BPF object is missing"
              : packet == null
                  ? "a packet is missing: --packet or --hex"
                  : "--program is for --raw; name the program after the file");
    }
    if (repeat < 1) {
      throw usage("--repeat " + repeat + ": at least 1");
    }
    Path file = Path.of(target);
    byte[] bytes = packet.hex != null ? hex("--hex", packet.hex) : packetFile();
    Optional<ObjectSpec> read = ObjectFiles.read(screen, file);
    if (read.isEmpty()) {
      return ExitCode.REJECTED;
    }
    Optional<ProgramSpec> program = ObjectFiles.program(screen, file, read.get(), name);
    if (program.isEmpty()) {
      return ExitCode.REJECTED;
    }
    Choice choice = Choice.of(program.get().type(), vm ? "--vm" : trace ? "--trace" : null);
    if (!choice.kernel() && VmMachine.input(program.get(), bytes).isEmpty()) {
      screen.error(
          file
              + ": program "
              + program.get().name()
              + " of type "
              + program.get().type()
              + " would have to run in "
              + VmMachine.NAME
              + " ("
              + choice.reason()
              + "), which has no context for it, or for so few bytes");
      return ExitCode.REJECTED;
    }
    try (Machine machine =
        choice.kernel()
            ? new KernelMachine(read.get())
            : new VmMachine(read.get(), screen, trace)) {
      return run(machine, choice, program.get(), bytes);
    }
  }

  private int raw() throws IOException {
    boolean forObjects = vm || trace || packet != null || name != null || !entries.isEmpty();
    if (forObjects) {
      throw usage("--raw takes memory and --program alone");
    }
    String text = instructions;
    if (text == null) {
      byte[] typed = System.in.readNBytes(MAX_RAW_TEXT + 1);
      if (typed.length > MAX_RAW_TEXT) {
        throw usage("standard input has more than " + MAX_RAW_TEXT + " characters");
      }
      text = new String(typed, StandardCharsets.ISO_8859_1);
    }
    byte[] memory = target == null ? new byte[0] : hex("memory", target);
    return RawRun.run(screen, hex("program", text.strip()), memory);
  }

  private int run(Machine machine, Choice choice, ProgramSpec program, byte[] bytes) {
    String why = choice.kernel() ? "" : ", " + choice.reason();
    String type = program.type().name();
    screen.line(
        screen.bold(Printable.of(program.name()))
            + " ("
            + type
            + ") runs in "
            + machine.name()
            + why);
    for (String entry : entries) {
      set(machine, entry);
    }
    Machine.Outcome outcome = machine.run(program.name(), bytes);
    for (int i = 1; i < repeat && outcome.fault() == null; i++) {
      outcome = machine.run(program.name(), bytes);
    }
    if (outcome.fault() != null) {
      screen.line(
          screen.red("fault") + " after " + outcome.cost() + ": " + Printable.of(outcome.fault()));
      return ExitCode.REJECTED;
    }
    String value = ReturnValues.of(program.type(), outcome.returnValue());
    screen.line("returned " + screen.bold(value) + " after " + outcome.cost());
    if (outcome.redirect() != null) {
      screen.line("redirected to " + Printable.of(outcome.redirect()));
    }
    showPacket(bytes, outcome.packet());
    showMaps(machine);
    return ExitCode.ACCEPTED;
  }

  private void showPacket(byte[] before, byte[] after) {
    if (after.length == 0) {
      return;
    }
    if (Arrays.equals(before, after)) {
      screen.line("packet unchanged, " + after.length + " bytes");
    } else {
      screen.line("packet now, " + after.length + " bytes:");
      HexDump.print(screen, after);
    }
  }

  private void showMaps(Machine machine) {
    for (MapSpec map : machine.maps()) {
      boolean shown = map.type() == MapType.HASH || map.type() == MapType.LRU_HASH;
      if (shown) {
        List<byte[]> keys = machine.keys(map.name());
        String name = Printable.of(map.name());
        screen.line(
            "map " + name + ": " + keys.size() + (keys.size() == 1 ? " entry" : " entries"));
        keys.stream().limit(MAX_ENTRIES_SHOWN).forEach(key -> showEntry(machine, map, key));
      }
    }
  }

  private void showEntry(Machine machine, MapSpec map, byte[] key) {
    HexFormat hex = HexFormat.of();
    machine
        .lookup(map.name(), key)
        .ifPresent(value -> screen.line("  " + hex.formatHex(key) + " = " + hex.formatHex(value)));
  }

  private void set(Machine machine, String entry) {
    int equals = entry.indexOf('=');
    int colon = entry.lastIndexOf(':', Math.max(equals, 0));
    if (equals < 0 || colon < 1) {
      throw usage("--map " + entry + ": expected MAP:KEY=VALUE");
    }
    String map = entry.substring(0, colon);
    MapSpec itsSpec =
        machine.maps().stream()
            .filter(candidate -> candidate.name().equals(map))
            .findFirst()
            .orElseThrow(() -> usage("--map " + entry + ": the object has no map " + map));
    byte[] key = sized(entry, "key", entry.substring(colon + 1, equals), itsSpec.keySize());
    byte[] value = sized(entry, "value", entry.substring(equals + 1), itsSpec.valueSize());
    machine.update(map, key, value);
  }

  private byte[] sized(String entry, String what, String text, int size) {
    byte[] bytes = hex("--map " + entry, text);
    if (bytes.length != size) {
      throw usage(
          "--map " + entry + ": the " + what + " has " + bytes.length + " bytes, not " + size);
    }
    return bytes;
  }

  private byte[] hex(String option, String text) {
    try {
      return HexDump.parse(text);
    } catch (IllegalArgumentException e) {
      String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
      throw usage(option + ": not hexadecimal bytes: " + Printable.of(shown));
    }
  }

  private byte[] packetFile() throws IOException {
    try (InputStream in = Files.newInputStream(packet.file)) {
      byte[] bytes = in.readNBytes(MAX_PACKET + 1);
      if (bytes.length > MAX_PACKET) {
        throw usage("--packet " + packet.file + ": larger than " + MAX_PACKET + " bytes");
      }
      return bytes;
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
