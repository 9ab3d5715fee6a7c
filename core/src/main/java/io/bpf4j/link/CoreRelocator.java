package io.bpf4j.link;

import io.bpf4j.MalformedException;
import io.bpf4j.RelocationException;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.link.core.AccessSpec;
import io.bpf4j.link.core.Candidate;
import io.bpf4j.link.core.Patch;
import io.bpf4j.link.core.Resolution;
import io.bpf4j.link.core.Resolver;
import io.bpf4j.link.core.SpecParser;
import io.bpf4j.link.core.Target;
import io.bpf4j.link.core.Unrelocatable;
import io.bpf4j.object.CoreRelocation;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.object.SubprogramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits objects to a kernel's types: applies the CO-RE relocations that compilers leave (kernel:
 * Documentation/bpf/llvm_reloc.rst), by libbpf's rules. What a relocation asks for and the target
 * lacks is no error: the instruction becomes a call that no kernel accepts, so that a program may
 * ask first and go another way. Immutable and thread-safe.
 */
public final class CoreRelocator {
  /** The number of the helper that a poisoned instruction calls, as libbpf's does. */
  public static final int POISON = Patch.POISON;

  private final Target target;

  private CoreRelocator(Target target) {
    this.target = target;
  }

  /** A relocator for the types of one kernel. */
  public static CoreRelocator of(Btf target) {
    return new CoreRelocator(new Target(target));
  }

  /**
   * The object with its relocations applied.
   *
   * @param object linked or not
   * @throws RelocationException where candidates disagree, or an instruction cannot take the value
   * @throws MalformedException where a relocation does not fit the object's own types, or either
   *     BTF is broken
   */
  public ObjectSpec relocate(ObjectSpec object) {
    return apply(object).object();
  }

  /** Whether an object has relocations to apply. */
  public static boolean isNeededBy(ObjectSpec object) {
    return object.programs().stream().anyMatch(p -> !p.coreRelocations().isEmpty())
        || object.subprograms().stream().anyMatch(s -> !s.coreRelocations().isEmpty());
  }

  /** As {@link #relocate}, and tells what became of each relocation; throws as that does. */
  public Relocated apply(ObjectSpec object) {
    if (!isNeededBy(object)) {
      return new Relocated(object, List.of());
    }
    Pass pass = new Pass(object, target);
    List<ProgramSpec> programs = new ArrayList<>();
    for (ProgramSpec program : object.programs()) {
      Code code = pass.relocate(program.name(), program.code(), program.coreRelocations());
      programs.add(program.withCode(code, program.functions(), List.of()));
    }
    List<SubprogramSpec> subprograms = new ArrayList<>();
    for (SubprogramSpec subprogram : object.subprograms()) {
      Code code = pass.relocate(subprogram.name(), subprogram.code(), subprogram.coreRelocations());
      subprograms.add(subprogram.withCode(code, List.of()));
    }
    ObjectSpec relocated = object.toBuilder().programs(programs).subprograms(subprograms).build();
    return new Relocated(relocated, pass.results);
  }

  /** One object being relocated. */
  private static final class Pass {
    private final Btf local;
    private final Resolver resolver;
    private final List<RelocationResult> results = new ArrayList<>();

    Pass(ObjectSpec object, Target target) {
      this.local = object.btf();
      this.resolver = new Resolver(local, target, object.byteOrder());
    }

    Code relocate(String function, Code code, List<CoreRelocation> relocations) {
      if (relocations.isEmpty()) {
        return code;
      }
      List<List<Instruction>> patched = new ArrayList<>();
      code.instructions().forEach(instruction -> patched.add(List.of(instruction)));
      for (CoreRelocation relocation : relocations) {
        int index = code.indexAt(relocation.pc());
        if (index < 0 || patched.get(index).size() > 1) {
          throw new MalformedException(
              ".BTF.ext",
              -1,
              "CO-RE relocation at pc " + relocation.pc() + " of " + function + ": no instruction");
        }
        patched.set(index, patch(function, relocation, patched.get(index).get(0)));
      }
      return Code.of(patched.stream().flatMap(List::stream).toList(), code.lines());
    }

    private List<Instruction> patch(
        String function, CoreRelocation relocation, Instruction instruction) {
      AccessSpec spec = parse(function, relocation);
      try {
        Resolution resolution = resolver.resolve(relocation, spec);
        Patch patch = Patch.of(instruction, resolution);
        results.add(result(function, relocation, resolution, patch));
        return patch.instructions();
      } catch (Unrelocatable e) {
        List<String> candidates =
            resolver.candidates(relocation).stream().map(Candidate::toString).toList();
        throw failure(function, relocation, spec.path(), candidates, e);
      }
    }

    private AccessSpec parse(String function, CoreRelocation relocation) {
      try {
        return SpecParser.parse(local, relocation);
      } catch (Unrelocatable e) {
        String path = AccessSpec.typeName(local, relocation.btfType());
        throw failure(function, relocation, path, List.of(), e);
      }
    }

    private RelocationException failure(
        String function,
        CoreRelocation relocation,
        String path,
        List<String> candidates,
        Unrelocatable reason) {
      return new RelocationException(
          function,
          relocation.pc(),
          AccessSpec.typeName(local, relocation.btfType()),
          relocation.kind().text() + " of " + path,
          candidates,
          reason.getMessage());
    }

    private static RelocationResult result(
        String function, CoreRelocation relocation, Resolution resolution, Patch patch) {
      return new RelocationResult(
          function,
          relocation,
          resolution.local().path(),
          Optional.ofNullable(resolution.match()).map(AccessSpec::path),
          resolution.candidates().stream().map(Candidate::toString).toList(),
          patch.before(),
          patch.after(),
          Optional.ofNullable(patch.poison()));
    }
  }
}
