package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.verifier.rule.Refusal;
import java.util.function.IntUnaryOperator;

/**
 * A program laid out for the walk: instructions by pc, subprograms, the places where states are
 * compared, and what each instruction may still need. Structure that no path can repair is refused
 * while it is made.
 */
public final class Program {
  private final ObjectSpec object;
  private final ProgramSpec spec;
  private final Instruction[] at;
  private final Subprograms subprograms;
  private final boolean[] prunePoints;
  private final boolean[] jumpPoints;
  private final int[] liveRegisters;

  private Program(ObjectSpec object, ProgramSpec spec, IntUnaryOperator helperArguments) {
    this.object = object;
    this.spec = spec;
    Code code = spec.code();
    at = new Instruction[code.slots()];
    for (int i = 0; i < code.instructions().size(); i++) {
      at[code.pcOf(i)] = code.instructions().get(i);
    }
    Structure structure = new Structure(at, spec.functions());
    subprograms = structure.subprograms();
    MapReferences.check(object, at);
    ControlFlow flow = new ControlFlow(at, subprograms);
    prunePoints = flow.prunePoints();
    jumpPoints = flow.jumpPoints();
    liveRegisters = new LiveRegisters(at, helperArguments).liveBefore();
  }

  /**
   * Lays out a linked program.
   *
   * @param helperArguments how many arguments a helper takes, by its number
   * @throws Refusal where its structure is unacceptable: a jump out of range, unreachable code …
   */
  public static Program of(ObjectSpec object, ProgramSpec spec, IntUnaryOperator helperArguments) {
    return new Program(object, spec, helperArguments);
  }

  public ObjectSpec object() {
    return object;
  }

  public ProgramSpec spec() {
    return spec;
  }

  public int slots() {
    return at.length;
  }

  /** The instruction at a slot; null in the second slot of a two-slot one. */
  public Instruction at(int pc) {
    return at[pc];
  }

  /** How many different maps the program uses. */
  public int maps() {
    return MapReferences.count(at);
  }

  public Subprograms subprograms() {
    return subprograms;
  }

  /** Whether states are compared before this instruction. */
  public boolean isPrunePoint(int pc) {
    return prunePoints[pc];
  }

  /** Whether control may arrive here from elsewhere than the instruction before. */
  public boolean isJumpPoint(int pc) {
    return jumpPoints[pc];
  }

  /** Bit per register that may be read from here on before it is written. */
  public int liveRegisters(int pc) {
    return liveRegisters[pc];
  }
}
