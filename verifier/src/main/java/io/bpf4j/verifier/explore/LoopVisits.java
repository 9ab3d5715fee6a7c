package io.bpf4j.verifier.explore;

import io.bpf4j.verifier.flow.Program;
import io.bpf4j.verifier.state.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loops that are being walked, each under its chain of calls. Where a path of a loop ends because
 * it came back to a state of the same loop, what will matter after that state is not known before
 * the loop is left: until then its states are compared in every number, and when it is left, what
 * mattered is told to the paths that ended so.
 */
final class LoopVisits {
  /** Linux stops looking for more after as many rounds, and takes every number to matter. */
  private static final int MAX_ROUNDS = 64;

  private record Key(List<Integer> calls, int loop) {}

  private record Return(State checkpoint, State state, int pc) {}

  private static final class Visit {
    State entry;
    final List<Return> returns = new ArrayList<>();
  }

  private final Program program;
  private final Backtracker backtracker;

  /** Without a place where paths come back, no loop needs to be known: most programs have none. */
  private final boolean anyReturns;

  private final Map<Key, Visit> visits = new HashMap<>();

  LoopVisits(Program program, Backtracker backtracker) {
    this.program = program;
    this.backtracker = backtracker;
    this.anyReturns = anyForcedCheckpoint(program);
  }

  private static boolean anyForcedCheckpoint(Program program) {
    for (int pc = 0; pc < program.slots(); pc++) {
      if (program.at(pc) != null && program.isForcedCheckpoint(pc)) {
        return true;
      }
    }
    return false;
  }

  /** The outermost loop that a checkpoint is in, null for none. */
  private Key key(State checkpoint) {
    Integer[] calls = new Integer[checkpoint.depth()];
    for (int i = 0; i <= checkpoint.depth(); i++) {
      int pc = checkpoint.pcOf(i);
      int loop = program.loop(pc);
      if (loop != 0) {
        return new Key(List.copyOf(Arrays.asList(calls).subList(0, i)), loop);
      }
      if (i < checkpoint.depth()) {
        calls[i] = pc;
      }
    }
    return null;
  }

  /** A checkpoint was made: perhaps the first one in a loop. */
  void enter(State checkpoint) {
    Key key = anyReturns ? key(checkpoint) : null;
    if (key == null) {
      return;
    }
    Visit visit = visits.computeIfAbsent(key, unused -> new Visit());
    if (visit.entry == null) {
      visit.entry = checkpoint;
    }
  }

  /** A path ended since it came back to a checkpoint of a loop that is still being walked. */
  void comeBack(State checkpoint, State state, int pc) {
    Visit visit = visits.get(key(checkpoint));
    if (visit == null) {
      throw new IllegalStateException("no loop at pc " + checkpoint.pc());
    }
    visit.returns.add(new Return(checkpoint, state.copy(), pc));
  }

  /** Whether more may come to matter of a checkpoint that was walked to its end. */
  boolean isOpen(State checkpoint) {
    if (visits.isEmpty()) {
      return false;
    }
    Key key = key(checkpoint);
    Visit visit = key == null ? null : visits.get(key);
    return visit != null && !visit.returns.isEmpty();
  }

  /** All paths from a checkpoint were walked: perhaps a loop was left. */
  void leave(State checkpoint) {
    if (visits.isEmpty()) {
      return;
    }
    Key key = key(checkpoint);
    Visit visit = key == null ? null : visits.get(key);
    if (visit == null || visit.entry != checkpoint) {
      return;
    }
    tellWhatMattered(visit);
    visit.entry = null;
    visit.returns.clear();
  }

  private void tellWhatMattered(Visit visit) {
    boolean changed = true;
    for (int round = 0; changed; round++) {
      changed = false;
      for (Return back : visit.returns) {
        if (round >= MAX_ROUNDS) {
          Backtracker.markEverything(back.state());
        } else {
          changed |= backtracker.inherit(back.checkpoint(), back.state(), back.pc());
        }
      }
    }
  }
}
