package io.bpf4j.verifier.explore;

import io.bpf4j.isa.Instruction;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.State;
import io.bpf4j.verifier.state.StateComparison;
import java.util.ArrayList;
import java.util.List;

/**
 * States that were seen at the places where paths meet. A path that arrives in a state like one
 * that was walked to the end is not walked again; one that arrives in a state like one it came from
 * makes no progress. When to remember a state follows Linux, whose budget is counted in what is
 * left.
 */
final class Checkpoints {
  private static final int MAX_HISTORY = 40;
  private static final int PATIENCE = 3;
  private static final int PATIENCE_IN_LOOPS = 64;

  private final Program program;
  private final Backtracker backtracker;
  private final LoopVisits loops;

  /**
   * By place, mixed with the innermost call as Linux mixes them: where a call leads to another
   * part, its checkpoints are neither compared nor counted.
   */
  private final List<List<Checkpoint>> seen;

  private int jumps;
  private int visited;
  private int jumpsAtLast;
  private int visitedAtLast;
  private int total;
  private int peak;
  private int live;

  Checkpoints(Program program, Backtracker backtracker) {
    this.program = program;
    this.backtracker = backtracker;
    this.loops = new LoopVisits(program, backtracker);
    this.seen = new ArrayList<>(java.util.Collections.nCopies(program.slots(), null));
  }

  void countJump() {
    jumps++;
  }

  void countInstruction() {
    visited++;
  }

  int visited() {
    return visited;
  }

  int total() {
    return total;
  }

  int peak() {
    return peak;
  }

  /** Whether the path needs not be walked further; else it may have been remembered. */
  boolean prune(Path path) {
    State state = path.state();
    int pc = path.pc();
    boolean forced = program.isForcedCheckpoint(pc);
    boolean force = forced || state.history().size() > MAX_HISTORY;
    boolean remember = force || jumps - jumpsAtLast >= 2 && visited - visitedAtLast >= 8;
    List<Checkpoint> here = seen.get(part(state, pc));
    if (here != null) {
      for (int i = here.size() - 1; i >= 0; i--) {
        Checkpoint checkpoint = here.get(i);
        if (checkpoint.state().pc() != pc) {
          continue;
        }
        if (checkpoint.state().branches() > 0) {
          if (comesBack(checkpoint.state(), state, pc)) {
            checkpoint.hit();
            inherit(path, checkpoint.state());
            loops.comeBack(checkpoint.state(), state, pc);
            return true;
          }
          requireProgress(path, checkpoint.state());
          boolean tooSoon = jumps - jumpsAtLast < 20 && visited - visitedAtLast < 100;
          if (!force && tooSoon) {
            remember = false;
          }
        } else if (covers(checkpoint, path)) {
          checkpoint.hit();
          inherit(path, checkpoint.state());
          return true;
        }
        if (remember) {
          checkpoint.miss();
        }
        boolean patient = forced && checkpoint.state().branches() > 0;
        if (checkpoint.isUseless(patient ? PATIENCE_IN_LOOPS : PATIENCE)) {
          here.remove(i);
          live--;
        }
      }
    }
    if (remember) {
      remember(path);
    }
    return false;
  }

  private int part(State state, int pc) {
    return Integer.remainderUnsigned(pc ^ state.frame().callSite(), seen.size());
  }

  private void inherit(Path path, State checkpoint) {
    if (program.isJumpPoint(path.pc())) {
      path.state().history().add(path.pc(), path.previous());
    }
    backtracker.inherit(checkpoint, path.state(), path.pc());
  }

  /** Whether what was found for a state that was walked to its end holds for another. */
  private boolean covers(Checkpoint checkpoint, Path path) {
    State old = checkpoint.state();
    if (loops.isOpen(old)) {
      return StateComparison.contains(old, path.state(), program::liveRegisters);
    }
    if (!old.hasSameCalls(path.state())) {
      return false;
    }
    checkpoint.forgetDead(program, path.stackUse());
    return StateComparison.subsumes(old, path.state(), program::liveRegisters);
  }

  /**
   * Whether a loop without a count of its own (may_goto, a callback's) came round to a state that
   * holds all of this one: another round would show nothing new.
   */
  private boolean comesBack(State checkpoint, State state, int pc) {
    boolean round =
        program.callsBack(pc)
            || program.at(pc).kind() == Instruction.Kind.MAY_GOTO
                && checkpoint.rounds() != state.rounds();
    return round && StateComparison.contains(checkpoint, state, program::liveRegisters);
  }

  private void requireProgress(Path path, State earlier) {
    boolean loops =
        !program.callsBack(path.pc())
            && earlier.rounds() == path.state().rounds()
            && earlier.callbacks() == path.state().callbacks()
            && StateComparison.maybeEqual(earlier, path.state())
            && StateComparison.equal(earlier, path.state(), program::liveRegisters);
    if (loops) {
      throw path.refuse(
          Rule.INFINITE_LOOP,
          "infinite loop detected at insn " + path.pc(),
          "the loop comes back to pc " + path.pc() + " with nothing changed");
    }
  }

  private void remember(Path path) {
    jumpsAtLast = jumps;
    visitedAtLast = visited;
    State state = path.state();
    state.forgetPrecision();
    State checkpoint = state.copy();
    checkpoint.setPc(path.pc());
    checkpoint.setLastPc(path.previous());
    state.startFrom(checkpoint, path.pc());
    int part = part(state, path.pc());
    if (seen.get(part) == null) {
      seen.set(part, new ArrayList<>(2));
    }
    loops.enter(checkpoint);
    seen.get(part).add(new Checkpoint(checkpoint));
    total++;
    live++;
    peak = Math.max(peak, live);
  }

  /** The path that {@code state} is on was walked to its end. */
  void finish(State state) {
    for (State at = state; at != null; at = at.parent()) {
      if (at.endBranch() > 0) {
        return;
      }
      // The state itself is the path's; only checkpoints open and leave loops.
      if (at != state) {
        loops.leave(at);
      }
    }
  }
}
