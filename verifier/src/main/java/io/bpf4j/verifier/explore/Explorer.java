package io.bpf4j.verifier.explore;

import io.bpf4j.isa.Instruction;
import io.bpf4j.kernel.KernelProfile;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.flow.Targets;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Frame;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.State;
import io.bpf4j.verifier.step.Step;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Walks every path of a program, depth first: at a branch it goes on where the condition fails and
 * remembers where it holds, as Linux does, so that the first fault found is the same one.
 */
public final class Explorer {
  private record Pending(State state, int pc, int previous) {}

  private final Program program;
  private final KernelProfile profile;
  private final Checkpoints checkpoints;
  private final Path path;
  private final Step step;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final BitSet walked = new BitSet();
  private int peakPending;
  private int stackBytes;

  public Explorer(Program program, KernelProfile profile) {
    this.program = program;
    this.profile = profile;
    Backtracker backtracker = new Backtracker(program);
    this.checkpoints = new Checkpoints(program, backtracker);
    this.path = new Path(program, profile, backtracker);
    this.step = new Step(program.slots(), this::fork);
  }

  /**
   * Walks the program.
   *
   * @throws Refusal where a rule is broken
   * @throws io.bpf4j.verifier.rule.Unmodelled where the model lacks something
   */
  public void explore() {
    State start = new State(new Frame(0, 0, -1));
    start.set(1, Reg.CTX);
    path.moveTo(start, 0, -1);
    while (true) {
      walkToEnd();
      checkpoints.finish(path.state());
      Pending next = pending.poll();
      if (next == null) {
        break;
      }
      path.moveTo(next.state(), next.pc(), next.previous());
    }
    requireCallbacksInUse();
    stackBytes = new StackLedger(program, profile, path.stackDepth()).check();
  }

  /**
   * A function that no path enters is dropped as dead code; where its address was taken all the
   * same, Linux 6.18 does not find it any more and fails: unless the program itself is all that is
   * left, or another function moved up to its place.
   */
  private void requireCallbacksInUse() {
    int last = 0;
    for (int i = 0; i < program.subprograms().count(); i++) {
      int start = program.subprograms().start(i);
      last = walked.get(start) ? start : last;
    }
    if (last == 0) {
      return;
    }
    for (int pc = walked.nextSetBit(0); pc >= 0; pc = walked.nextSetBit(pc + 1)) {
      if (program.at(pc).kind() != Instruction.Kind.LOAD_IMM64) {
        continue;
      }
      int target = Targets.function(pc, program.at(pc));
      if (target != Targets.NONE && !walked.get(target) && target > last) {
        throw new Refusal(
            Rule.CALLBACK_FUNCTION,
            pc,
            "verifier bug: No program to jit",
            "the address of "
                + program.subprograms().name(program.subprograms().indexAt(target))
                + " is taken, but nothing ever calls it");
      }
    }
  }

  private void walkToEnd() {
    while (true) {
      checkpoints.countInstruction();
      checkBudget();
      int pc = path.pc();
      State state = path.state();
      state.setLastPc(path.previous());
      if (program.isPrunePoint(pc) && checkpoints.prune(path)) {
        return;
      }
      if (program.isJumpPoint(pc)) {
        state.history().add(pc, path.previous());
      }
      walked.set(pc);
      countJump(pc);
      int next = step.execute(path);
      if (next == Step.END) {
        return;
      }
      path.advance(next);
    }
  }

  private void countJump(int pc) {
    switch (program.at(pc).kind()) {
      case JUMP, GOTO, CALL, EXIT, MAY_GOTO -> checkpoints.countJump();
      default -> {}
    }
  }

  private void checkBudget() {
    int limit = profile.limits().verifiedInstructions();
    if (checkpoints.visited() > limit) {
      throw path.refuse(
          Rule.BUDGET_EXCEEDED,
          "BPF program is too large. Processed " + checkpoints.visited() + " insn",
          "the paths through the program take more than " + limit + " visited instructions");
    }
  }

  private State fork(Path from, int target) {
    State branch = from.state().copy();
    branch.setLastPc(from.pc());
    if (branch.parent() != null) {
      branch.parent().addBranch();
    }
    pending.push(new Pending(branch, target, from.pc()));
    peakPending = Math.max(peakPending, pending.size());
    int limit = profile.limits().pendingBranches();
    if (pending.size() > limit) {
      throw from.refuse(
          Rule.TOO_MANY_BRANCHES,
          "The sequence of " + pending.size() + " jumps is too complex.",
          "more than " + limit + " branches wait to be walked");
    }
    return branch;
  }

  /** What was found so far: also where the walk ended in a refusal. */
  public Walk walk() {
    return new Walk(
        checkpoints.visited(), checkpoints.total(), checkpoints.peak(), peakPending, stackBytes);
  }
}
