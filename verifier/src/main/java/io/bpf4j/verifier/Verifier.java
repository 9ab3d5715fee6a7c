package io.bpf4j.verifier;

import io.bpf4j.LinkException;
import io.bpf4j.RelocationException;
import io.bpf4j.btf.Btf;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.kernel.ArgumentKind;
import io.bpf4j.kernel.Feature;
import io.bpf4j.kernel.HelperPrototype;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.link.CoreRelocator;
import io.bpf4j.link.Linker;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.uapi.Helper;
import io.bpf4j.verifier.explore.Explorer;
import io.bpf4j.verifier.explore.Walk;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.rule.RuleText;
import io.bpf4j.verifier.rule.Unmodelled;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tells whether a kernel accepts the programs of an object, without asking it. Immutable and
 * thread-safe.
 */
public final class Verifier {
  private static final Walk NOTHING = new Walk(0, 0, 0, 0, 0);

  private final KernelProfile profile;
  private final Program.Calls calls;
  // Null where no types are known: what depends on them is then UNSUPPORTED.
  private final CoreRelocator relocator;

  private Verifier(KernelProfile profile, CoreRelocator relocator) {
    this.profile = Objects.requireNonNull(profile, "profile");
    this.relocator = relocator;
    this.calls = new HelperCalls(profile);
  }

  /** A verifier that answers for the kernel of a profile. */
  public static Verifier of(KernelProfile profile) {
    return new Verifier(profile, null);
  }

  /** This verifier, which then applies CO-RE relocations against a kernel's types first. */
  public Verifier withTypes(Btf types) {
    return new Verifier(profile, CoreRelocator.of(types));
  }

  /**
   * Verifies every program of an object. A rejected program is a value of the report.
   *
   * @param object linked or not
   * @throws LinkException where the object cannot be linked
   * @throws RelocationException where it cannot be relocated to the kernel's types
   */
  public VerificationReport verify(ObjectSpec object) {
    ObjectSpec linked = Linker.link(object);
    if (relocator != null) {
      linked = relocator.relocate(linked);
    }
    List<ProgramVerdict> verdicts = new ArrayList<>();
    for (ProgramSpec program : linked.programs()) {
      verdicts.add(verify(linked, program));
    }
    return new VerificationReport(linked.name(), profile.name(), verdicts);
  }

  private ProgramVerdict verify(ObjectSpec object, ProgramSpec program) {
    Explorer explorer = null;
    try {
      requireModelled(object, program);
      requireLoadable(program);
      Program laidOut = Program.of(object, program, calls);
      requireFew(laidOut);
      explorer = new Explorer(laidOut, profile);
      explorer.explore();
      return verdict(program, Verdict.ACCEPTED, null, "", -1, explorer.walk());
    } catch (Refusal refusal) {
      Walk walk = explorer == null ? NOTHING : explorer.walk();
      return verdict(program, Verdict.REJECTED, rejection(program, refusal), "", -1, walk);
    } catch (Unmodelled unmodelled) {
      Walk walk = explorer == null ? NOTHING : explorer.walk();
      return verdict(
          program, Verdict.UNSUPPORTED, null, unmodelled.getMessage(), unmodelled.pc(), walk);
    }
  }

  /** What the profile knows of helpers. */
  private record HelperCalls(KernelProfile profile) implements Program.Calls {
    @Override
    public int arguments(int helper) {
      return profile.helper(helper).map(prototype -> prototype.arguments().size()).orElse(5);
    }

    @Override
    public boolean callsBack(int helper) {
      return helper >= 0
          && helper != Helper.TIMER_SET_CALLBACK.number()
          && profile.helper(helper).filter(HelperCalls::takesFunction).isPresent();
    }

    private static boolean takesFunction(HelperPrototype prototype) {
      return prototype.arguments().stream().anyMatch(a -> a.kind() == ArgumentKind.FUNC);
    }
  }

  private void requireModelled(ObjectSpec object, ProgramSpec program) {
    if (object.byteOrder() != ByteOrder.LITTLE_ENDIAN) {
      throw new Unmodelled(-1, "a big-endian object: " + profile + " is little-endian");
    }
    if (profile.context(program.type(), program.attachType()).isEmpty()) {
      throw new Unmodelled(-1, "program type " + program.type());
    }
    if (!program.coreRelocations().isEmpty()) {
      throw new Unmodelled(
          program.coreRelocations().get(0).pc(), "CO-RE relocations, without the kernel's types");
    }
    Code code = program.code();
    for (int i = 0; i < code.instructions().size(); i++) {
      if (code.instructions().get(i) instanceof IndirectGoto
          && profile.has(Feature.INDIRECT_GOTO)) {
        throw new Unmodelled(code.pcOf(i), "gotox");
      }
    }
    for (MapSpec map : object.maps()) {
      if (!profile.supports(map.type())) {
        throw new Unmodelled(-1, "map type " + map.type() + " of map " + map.name());
      }
    }
  }

  /** Linux looks at the length before anything else. */
  private void requireLoadable(ProgramSpec program) {
    int slots = program.code().slots();
    int most = profile.limits().instructions();
    if (slots > most) {
      throw new Refusal(
          Rule.PROGRAM_TOO_LARGE,
          -1,
          "Argument list too long",
          "the program has " + slots + " instructions, it may have " + most);
    }
  }

  private void requireFew(Program program) {
    int functions = program.subprograms().count();
    if (functions > profile.limits().subprograms()) {
      throw new Refusal(
          Rule.PROGRAM_TOO_LARGE,
          -1,
          "too many subprograms",
          "it has " + functions + " functions, it may have " + profile.limits().subprograms());
    }
    int maps = program.maps();
    int mostMaps = profile.limits().maps();
    if (maps > mostMaps) {
      throw new Refusal(
          Rule.PROGRAM_TOO_LARGE,
          -1,
          "The total number of maps per program has reached the limit of " + mostMaps,
          "it uses " + maps + " maps");
    }
  }

  private ProgramVerdict verdict(
      ProgramSpec program,
      Verdict verdict,
      Rejection rejection,
      String unsupported,
      int unsupportedPc,
      Walk walk) {
    Budget budget =
        new Budget(
            walk.visited(),
            profile.limits().verifiedInstructions(),
            walk.states(),
            walk.peakStates(),
            walk.pendingBranches(),
            walk.stackBytes(),
            profile.limits().stackBytes());
    return new ProgramVerdict(
        program, profile.name(), verdict, rejection, unsupported, unsupportedPc, budget);
  }

  private static Rejection rejection(ProgramSpec program, Refusal refusal) {
    RuleText text = RuleText.of(refusal.rule());
    int pc = refusal.pc();
    String function = "";
    for (var entry : program.functions()) {
      if (pc >= entry.pc()) {
        function = entry.name();
      }
    }
    return new Rejection(
        refusal.rule().id(),
        text.title(),
        pc,
        function,
        pc < 0 ? null : program.code().lineAt(pc),
        refusal.kernelMessage(),
        refusal.detail(),
        text.reason(),
        text.fix());
  }
}
