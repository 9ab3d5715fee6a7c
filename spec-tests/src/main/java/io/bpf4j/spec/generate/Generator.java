package io.bpf4j.spec.generate;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.kernel.SectionNames;
import io.bpf4j.object.MapSpec;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Series of random programs near the border between what the kernel's verifier accepts and what it
 * rejects. The same seed and index give the same program, whichever were generated before.
 */
public final class Generator {
  private static final int MUTATED_PERCENT = 20;
  private static final int CAREFUL_PERCENT = 35;
  private static final int TYPED_PERCENT = 70;

  private final long seed;

  /** The series of a seed. */
  public Generator(long seed) {
    this.seed = seed;
  }

  /** The program at an index of the series, 0 or more. */
  public GeneratedProgram generate(int index) {
    Dice dice = Dice.of(seed, index);
    Family family = family(dice);
    Variant variant = dice.pick(family.variants());
    int slips = dice.percent(CAREFUL_PERCENT) ? 0 : family.slips();
    Code code =
        Code.build(builder -> new Sketch(dice, variant, slips, builder).write(family::write));
    List<String> mutations = new ArrayList<>();
    if (dice.percent(MUTATED_PERCENT)) {
      code = new Mutator(dice, mutations).mutate(code);
    }
    String license = dice.percent(97) ? "GPL" : "Proprietary";
    // Without types the kernel takes no function's address.
    boolean addresses = code.instructions().stream().anyMatch(Generator::isFunctionAddress);
    boolean typed = dice.percent(addresses ? 97 : TYPED_PERCENT);
    ObjectSpec object = object(seed + ":" + index, variant, license, code, typed);
    return new GeneratedProgram(seed, index, family, mutations, object);
  }

  private static Family family(Dice dice) {
    int total = 0;
    for (Family family : Family.values()) {
      total += family.weight();
    }
    int drawn = dice.below(total);
    for (Family family : Family.values()) {
      drawn -= family.weight();
      if (drawn < 0) {
        return family;
      }
    }
    throw new AssertionError("weights add up to " + total);
  }

  /**
   * An object of one linked program: code, and the maps of the kit that it refers to.
   *
   * @param typed whether its functions, where it has several, have types
   */
  public static ObjectSpec object(
      String name, Variant variant, String license, Code code, boolean typed) {
    List<Integer> starts = functionStarts(code);
    FunctionTypes types = new FunctionTypes(starts, typed && starts.size() > 1);
    ProgramSpec program =
        new ProgramSpec(
            "main",
            SectionNames.nameFor(variant.type(), variant.attachType()).orElseThrow(),
            variant.type(),
            variant.attachType(),
            code,
            types.functions(),
            List.of());
    List<MapSpec> maps = MapKit.usedBy(code, MapKit.ALL);
    return new ObjectSpec(
        name,
        ByteOrder.LITTLE_ENDIAN,
        license,
        List.of(program),
        List.of(),
        maps,
        types.btf(),
        List.of());
  }

  private static boolean isFunctionAddress(Instruction instruction) {
    return instruction instanceof LoadImm64 load && load.value() instanceof Imm64.LocalFunction;
  }

  private static int distance(Instruction instruction) {
    return instruction instanceof Call call
        ? ((Callee.Local) call.callee()).offset()
        : ((Imm64.LocalFunction) ((LoadImm64) instruction).value()).offset();
  }

  /** Where functions begin: at the start, wherever a call goes, and where addresses are taken. */
  private static List<Integer> functionStarts(Code code) {
    Set<Integer> starts = new TreeSet<>(Set.of(0));
    for (int i = 0; i < code.instructions().size(); i++) {
      Instruction instruction = code.instructions().get(i);
      boolean names =
          instruction instanceof Call call && call.callee() instanceof Callee.Local
              || isFunctionAddress(instruction);
      if (names) {
        int target = code.pcOf(i) + 1 + distance(instruction);
        if (target > 0 && code.indexAt(target) >= 0) {
          starts.add(target);
        }
      }
    }
    return List.copyOf(starts);
  }
}
