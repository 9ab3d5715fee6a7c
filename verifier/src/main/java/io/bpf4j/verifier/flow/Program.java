package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.object.ObjectSpec;
import io.bpf4j.object.ProgramSpec;
import io.bpf4j.verifier.rule.Refusal;

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
  private final boolean[] callsBack;
  private final int[] liveRegisters;
  private final Edges edges;
  private final int[] loops;

  private Program(ObjectSpec object, ProgramSpec spec, Calls calls) {
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
    callsBack = new boolean[at.length];
    for (int pc = 0; pc < at.length; pc++) {
      callsBack[pc] = at[pc] != null && calls.callsBack(Targets.helper(at[pc]));
    }
    ControlFlow flow = new ControlFlow(at, subprograms, callsBack);
    prunePoints = flow.prunePoints();
    jumpPoints = flow.jumpPoints();
    liveRegisters = new LiveRegisters(at, calls::arguments).liveBefore();
    edges = new Edges(at);
    loops = new Components(at, edges, pc -> callsBack[pc]).byPc();
  }

  /** What the layout asks of helpers, by their number; negative for what is no helper call. */
  public interface Calls {
    /** How many arguments it takes. */
    int arguments(int helper);

    /** Whether it calls a function of the program, as often as it likes, before it returns. */
    boolean callsBack(int helper);
  }

  /**
   * Lays out a linked program.
   *
   * @throws Refusal where its structure is unacceptable: a jump out of range, unreachable code …
   */
  public static Program of(ObjectSpec object, ProgramSpec spec, Calls calls) {
    return new Program(object, spec, calls);
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

  /** Whether the helper called here calls a function of the program before it returns. */
  public boolean callsBack(int pc) {
    return callsBack[pc];
  }

  /**
   * Whether a state is remembered whenever a path comes here: where a loop may go round without end
   * for all that is known, and ends because states grow alike.
   */
  public boolean isForcedCheckpoint(int pc) {
    return callsBack[pc] || at[pc].kind() == Instruction.Kind.MAY_GOTO;
  }

  /** The number of the loop that an instruction is in, 0 for none. */
  public int loop(int pc) {
    return loops[pc];
  }

  /** Where control goes within functions. */
  Edges edges() {
    return edges;
  }

  /** Bit per register that may be read from here on before it is written. */
  public int liveRegisters(int pc) {
    return liveRegisters[pc];
  }
}
