package io.bpf4j.cli;

import io.bpf4j.BpfException;
import io.bpf4j.asm.Printable;
import io.bpf4j.btf.BtfType;
import io.bpf4j.elf.ObjectReader;
import io.bpf4j.elf.format.ElfFile;
import io.bpf4j.elf.format.ElfSection;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

@CommandLine.Command(
    name = "inspect",
    description = "Shows what an object holds: sections, programs, maps, global variables.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  private static final int MAX_VALUE_SHOWN = 16;

  private final Screen screen;

  @CommandLine.Parameters(paramLabel = "FILE", description = "A BPF object (ELF).")
  private Path file;

  InspectCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    Optional<ObjectSpec> read = ObjectFiles.read(screen, file);
    if (read.isEmpty()) {
      return ExitCode.REJECTED;
    }
    ObjectSpec object = read.get();
    TypeNames types = new TypeNames(object.btf());
    String order = object.byteOrder() == ByteOrder.LITTLE_ENDIAN ? "little" : "big";
    String license = object.license().isEmpty() ? "no license" : "license " + object.license();
    screen.line(
        screen.bold(Printable.of(file.toString()))
            + ": "
            + order
            + "-endian, "
            + Printable.of(license)
            + ", "
            + object.btf().types().size()
            + " BTF types");
    programs(object);
    maps(object, types);
    globals(object, types);
    try {
      sections();
    } catch (BpfException | IOException e) {
      screen.error(file + ": " + Failures.describe(e));
      return ExitCode.REJECTED;
    }
    if (!object.unmodelled().isEmpty()) {
      screen.line();
      screen.line(screen.bold("Not modelled"));
      object.unmodelled().forEach(part -> screen.line("  " + Printable.of(part.name())));
    }
    return ExitCode.ACCEPTED;
  }

  private void programs(ObjectSpec object) {
    TextTable programs = new TextTable();
    programs.row("name", "section", "type", "attach type", "instructions", "slots", "CO-RE");
    for (ProgramSpec program : object.programs()) {
      programs.row(
          program.name(),
          program.section(),
          program.type(),
          program.expectedAttachType().map(Enum::name).orElse("-"),
          program.code().instructions().size(),
          program.code().slots(),
          program.coreRelocations().size());
    }
    programs.print(screen, "Programs");
    TextTable subprograms = new TextTable();
    subprograms.row("name", "section", "linkage", "instructions", "slots", "CO-RE");
    for (SubprogramSpec subprogram : object.subprograms()) {
      subprograms.row(
          subprogram.name(),
          subprogram.section(),
          subprogram.linkage(),
          subprogram.code().instructions().size(),
          subprogram.code().slots(),
          subprogram.coreRelocations().size());
    }
    subprograms.print(screen, "Subprograms");
  }

  private void maps(ObjectSpec object, TypeNames types) {
    TextTable maps = new TextTable();
    maps.row("name", "type", "key", "bytes", "value", "bytes", "entries", "flags");
    for (MapSpec map : object.maps()) {
      if (!map.isGlobalData()) {
        maps.row(
            map.name(),
            map.type(),
            types.of(map.keyType()),
            map.keySize(),
            types.of(map.valueType()),
            map.valueSize(),
            Integer.toUnsignedString(map.maxEntries()),
            "0x" + Integer.toHexString(map.flags()));
      }
    }
    maps.print(screen, "Maps");
  }

  private void globals(ObjectSpec object, TypeNames types) {
    TextTable globals = new TextTable();
    globals.row("section", "variable", "type", "offset", "bytes", "value");
    for (MapSpec map : object.maps()) {
      if (map.contents() instanceof MapSpec.Contents.GlobalData data) {
        variables(object, types, map, data, globals);
      }
    }
    globals.print(screen, "Global data");
  }

  /** One row a variable where BTF names them, else one for the section. */
  private void variables(
      ObjectSpec object,
      TypeNames types,
      MapSpec map,
      MapSpec.Contents.GlobalData data,
      TextTable globals) {
    if (object.btf().has(map.valueType())
        && object.btf().type(map.valueType()) instanceof BtfType.DataSec section
        && !section.vars().isEmpty()) {
      for (BtfType.SectionVar placed : section.vars()) {
        if (object.btf().has(placed.type())
            && object.btf().type(placed.type()) instanceof BtfType.Var variable) {
          globals.row(
              map.name(),
              variable.name(),
              types.of(variable.type()),
              placed.offset(),
              placed.size(),
              value(data.bytes(), placed.offset(), placed.size()));
        }
      }
      return;
    }
    String value = value(data.bytes(), 0, data.bytes().length);
    globals.row(map.name(), "-", "-", 0, map.valueSize(), value);
  }

  private static String value(byte[] bytes, int offset, int size) {
    if (offset < 0 || size < 0 || offset > bytes.length - size) {
      return "?";
    }
    int shown = Math.min(size, MAX_VALUE_SHOWN);
    String hex = HexFormat.of().formatHex(Arrays.copyOfRange(bytes, offset, offset + shown));
    return hex + (shown < size ? "..." : "");
  }

  private void sections() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(ObjectReader.MAX_BYTES);
    }
    TextTable sections = new TextTable();
    sections.row("index", "name", "type", "bytes", "flags");
    int index = 0;
    for (ElfSection section : ElfFile.read(bytes).sections()) {
      if (section.type() != ElfSection.NULL) {
        sections.row(
            index, section.name(), typeName(section.type()), section.size(), flags(section));
      }
      index++;
    }
    sections.print(screen, "Sections");
  }

  private static String typeName(int type) {
    return switch (type) {
      case ElfSection.PROGBITS -> "PROGBITS";
      case ElfSection.SYMTAB -> "SYMTAB";
      case ElfSection.STRTAB -> "STRTAB";
      case ElfSection.RELA -> "RELA";
      case ElfSection.NOBITS -> "NOBITS";
      case ElfSection.REL -> "REL";
      default -> "0x" + Integer.toHexString(type);
    };
  }

  /** The letters that readelf uses. */
  private static String flags(ElfSection section) {
    StringBuilder out = new StringBuilder();
    long flags = section.flags();
    append(out, flags, ElfSection.WRITE, 'W');
    append(out, flags, ElfSection.ALLOC, 'A');
    append(out, flags, ElfSection.EXECUTE, 'X');
    append(out, flags, ElfSection.MERGE, 'M');
    append(out, flags, ElfSection.STRINGS, 'S');
    append(out, flags, ElfSection.INFO_LINK, 'I');
    return out.isEmpty() ? "-" : out.toString();
  }

  private static void append(StringBuilder out, long flags, long flag, char letter) {
    if ((flags & flag) != 0) {
      out.append(letter);
    }
  }
}
