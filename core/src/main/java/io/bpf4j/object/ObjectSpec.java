package io.bpf4j.object;

import io.bpf4j.btf.Btf;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A BPF object: what an ELF file holds, what the DSL builds, what the linker, verifier, VM and
 * loader take. Immutable; no file descriptor and nothing that depends on a kernel is in it.
 *
 * @param name the object's name; not null
 * @param byteOrder of its instructions and data
 * @param license such as {@code "GPL"}, "" where the object names none
 * @param programs in file order; names are unique
 * @param subprograms functions that programs call, not yet appended to them; empty once linked
 * @param maps in file order, global-data maps (.rodata, .data, .bss) included; names are unique
 * @param btf its types, {@link Btf#EMPTY} where it has none
 * @param unmodelled names of sections that are valid but not modelled, for the report
 */
public record ObjectSpec(
    String name,
    ByteOrder byteOrder,
    String license,
    List<ProgramSpec> programs,
    List<SubprogramSpec> subprograms,
    List<MapSpec> maps,
    Btf btf,
    List<String> unmodelled) {
  public ObjectSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(byteOrder, "byteOrder");
    Objects.requireNonNull(license, "license");
    programs = List.copyOf(programs);
    subprograms = List.copyOf(subprograms);
    maps = List.copyOf(maps);
    Objects.requireNonNull(btf, "btf");
    unmodelled = List.copyOf(unmodelled);
    Set<String> names = new HashSet<>();
    programs.forEach(program -> requireNew(names, "program", program.name()));
    subprograms.forEach(subprogram -> requireNew(names, "subprogram", subprogram.name()));
    names.clear();
    maps.forEach(map -> requireNew(names, "map", map.name()));
  }

  private static void requireNew(Set<String> names, String what, String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(what + " " + name + " is there twice");
    }
  }

  /** The map with a name. */
  public Optional<MapSpec> map(String mapName) {
    return maps.stream().filter(map -> map.name().equals(mapName)).findFirst();
  }

  /** The program with a name. */
  public Optional<ProgramSpec> program(String programName) {
    return programs.stream().filter(program -> program.name().equals(programName)).findFirst();
  }

  /** The subprogram with a name. */
  public Optional<SubprogramSpec> subprogram(String subprogramName) {
    return subprograms.stream().filter(s -> s.name().equals(subprogramName)).findFirst();
  }

  /** Whether this object's license lets its programs call GPL-only helpers. */
  public boolean isGplCompatible() {
    return isGplCompatible(license);
  }

  /** Whether a license lets programs call GPL-only helpers (kernel: license_is_gpl_compatible). */
  public static boolean isGplCompatible(String license) {
    return switch (license) {
      case "GPL",
          "GPL v2",
          "GPL and additional rights",
          "Dual BSD/GPL",
          "Dual MIT/GPL",
          "Dual MPL/GPL" ->
          true;
      default -> false;
    };
  }

  /** This object with other programs and no subprograms: what the linker returns. */
  public ObjectSpec withLinked(List<ProgramSpec> linked) {
    return new ObjectSpec(name, byteOrder, license, linked, List.of(), maps, btf, unmodelled);
  }
}
