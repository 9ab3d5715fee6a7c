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
 * @param version the kernel version that its section {@code version} names, as KERNEL_VERSION makes
 *     it, 0 where there is none; kernels since 5.0 ignore it
 * @param programs in file order; names are unique
 * @param subprograms functions that programs call, not yet appended to them; empty once linked
 * @param maps in file order, global-data maps (.rodata, .data, .bss) included; names are unique
 * @param variables global variables by name, in order of section and offset
 * @param externs symbols that it uses and does not define, in file order; names are unique
 * @param btf its types, {@link Btf#EMPTY} where it has none
 * @param unmodelled sections that are valid but not modelled, in file order
 */
public record ObjectSpec(
    String name,
    ByteOrder byteOrder,
    String license,
    int version,
    List<ProgramSpec> programs,
    List<SubprogramSpec> subprograms,
    List<MapSpec> maps,
    List<VariableSpec> variables,
    List<ExternSpec> externs,
    Btf btf,
    List<Unmodelled> unmodelled) {
  public ObjectSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(byteOrder, "byteOrder");
    Objects.requireNonNull(license, "license");
    programs = List.copyOf(programs);
    subprograms = List.copyOf(subprograms);
    maps = List.copyOf(maps);
    variables = List.copyOf(variables);
    externs = List.copyOf(externs);
    Objects.requireNonNull(btf, "btf");
    unmodelled = List.copyOf(unmodelled);
    Set<String> names = new HashSet<>();
    programs.forEach(program -> requireNew(names, "program", program.name()));
    subprograms.forEach(subprogram -> requireNew(names, "subprogram", subprogram.name()));
    names.clear();
    maps.forEach(map -> requireNew(names, "map", map.name()));
    names.clear();
    externs.forEach(extern -> requireNew(names, "extern", extern.name()));
  }

  /** An object of programs, maps and types alone. */
  public ObjectSpec(
      String name,
      ByteOrder byteOrder,
      String license,
      List<ProgramSpec> programs,
      List<SubprogramSpec> subprograms,
      List<MapSpec> maps,
      Btf btf,
      List<Unmodelled> unmodelled) {
    this(
        name,
        byteOrder,
        license,
        0,
        programs,
        subprograms,
        maps,
        List.of(),
        List.of(),
        btf,
        unmodelled);
  }

  /** A builder of an object that is empty but for its name and byte order. */
  public static Builder builder(String name, ByteOrder byteOrder) {
    return new Builder(name, byteOrder);
  }

  /** A builder that starts as this object. */
  public Builder toBuilder() {
    return new Builder(name, byteOrder)
        .license(license)
        .version(version)
        .programs(programs)
        .subprograms(subprograms)
        .maps(maps)
        .variables(variables)
        .externs(externs)
        .btf(btf)
        .unmodelled(unmodelled);
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

  /** The extern with a name. */
  public Optional<ExternSpec> extern(String externName) {
    return externs.stream().filter(extern -> extern.name().equals(externName)).findFirst();
  }

  /** The variables of a section, in ascending order of offset. */
  public List<VariableSpec> variablesOf(String section) {
    return variables.stream().filter(variable -> variable.section().equals(section)).toList();
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
    return toBuilder().programs(linked).subprograms(List.of()).build();
  }

  /** Builds an object; the setters are named after the record's components. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final ByteOrder byteOrder;
    private String license = "";
    private int version;
    private List<ProgramSpec> programs = List.of();
    private List<SubprogramSpec> subprograms = List.of();
    private List<MapSpec> maps = List.of();
    private List<VariableSpec> variables = List.of();
    private List<ExternSpec> externs = List.of();
    private Btf btf = Btf.EMPTY;
    private List<Unmodelled> unmodelled = List.of();

    private Builder(String name, ByteOrder byteOrder) {
      this.name = name;
      this.byteOrder = byteOrder;
    }

    /** Sets the license, "" for none. */
    public Builder license(String value) {
      license = value;
      return this;
    }

    /** Sets the kernel version, 0 for none. */
    public Builder version(int value) {
      version = value;
      return this;
    }

    /** Sets the programs. */
    public Builder programs(List<ProgramSpec> value) {
      programs = value;
      return this;
    }

    /** Sets the subprograms. */
    public Builder subprograms(List<SubprogramSpec> value) {
      subprograms = value;
      return this;
    }

    /** Sets the maps. */
    public Builder maps(List<MapSpec> value) {
      maps = value;
      return this;
    }

    /** Sets the variables. */
    public Builder variables(List<VariableSpec> value) {
      variables = value;
      return this;
    }

    /** Sets the externs. */
    public Builder externs(List<ExternSpec> value) {
      externs = value;
      return this;
    }

    /** Sets the types. */
    public Builder btf(Btf value) {
      btf = value;
      return this;
    }

    /** Sets what is not modelled. */
    public Builder unmodelled(List<Unmodelled> value) {
      unmodelled = value;
      return this;
    }

    /** The object. */
    public ObjectSpec build() {
      return new ObjectSpec(
          name,
          byteOrder,
          license,
          version,
          programs,
          subprograms,
          maps,
          variables,
          externs,
          btf,
          unmodelled);
    }
  }
}
