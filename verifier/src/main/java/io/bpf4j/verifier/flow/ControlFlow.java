package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Instruction;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import java.util.ArrayDeque;

/**
 * Which instructions can be reached, and where states are worth comparing: at targets of jumps, at
 * conditional jumps, and at calls and what follows them.
 */
final class ControlFlow {
  private final Instruction[] at;
  private final Subprograms subprograms;
  private final boolean[] callsBack;
  private final boolean[] reached;
  private final boolean[] prune;
  private final boolean[] jump;
  private final ArrayDeque<Integer> open = new ArrayDeque<>();

  ControlFlow(Instruction[] at, Subprograms subprograms, boolean[] callsBack) {
    this.at = at;
    this.callsBack = callsBack;
    this.subprograms = subprograms;
    this.reached = new boolean[at.length];
    this.prune = new boolean[at.length];
    this.jump = new boolean[at.length];
    walk();
    checkReached();
  }

  boolean[] prunePoints() {
    return prune;
  }

  boolean[] jumpPoints() {
    return jump;
  }

  private void walk() {
    reach(0);
    while (!open.isEmpty()) {
      int pc = open.pop();
      Instruction instruction = at[pc];
      if (instruction == null) {
        // The second slot of a 64-bit immediate: only a stray jump comes here; refused below.
        reachNext(pc, pc + 1);
        continue;
      }
      visit(pc, instruction);
    }
  }

  private void visit(int pc, Instruction instruction) {
    int next = pc + instruction.slots();
    switch (instruction.kind()) {
      case EXIT, INDIRECT_GOTO -> {}
      case GOTO -> {
        int target = Targets.jump(pc, instruction);
        mark(target);
        reach(target);
      }
      case JUMP, MAY_GOTO -> {
        prune[pc] = true;
        reachNext(pc, next);
        int target = Targets.jump(pc, instruction);
        mark(target);
        reach(target);
      }
      case CALL, LOAD_IMM64 -> {
        reachNext(pc, next);
        if (callsBack[pc]) {
          mark(pc);
        }
        int function = Targets.function(pc, instruction);
        if (function != Targets.NONE || instruction.kind() == Instruction.Kind.CALL) {
          // Of helpers, too, though nothing but the instruction above leads on from them.
          mark(next);
        }
        if (function != Targets.NONE) {
          prune[pc] = true;
          mark(function);
          reach(function);
        }
      }
      case ALU, BYTE_SWAP, LOAD, STORE, ATOMIC, PACKET_LOAD, ADDR_SPACE_CAST, RAW ->
          reachNext(pc, next);
    }
  }

  private void mark(int pc) {
    prune[pc] = true;
    jump[pc] = true;
  }

  private void reachNext(int from, int to) {
    if (to >= at.length) {
      throw new Refusal(
          Rule.FALL_THROUGH,
          from,
          "jump out of range from insn " + from + " to " + to,
          "control runs past the end of the program");
    }
    reach(to);
  }

  private void reach(int pc) {
    if (!reached[pc]) {
      reached[pc] = true;
      open.push(pc);
    }
  }

  private void checkReached() {
    for (int pc = 0; pc < at.length; pc++) {
      if (!reached[pc]) {
        throw new Refusal(
            Rule.UNREACHABLE_CODE,
            pc,
            "unreachable insn " + pc,
            "no path leads to pc " + pc + " in " + subprograms.name(subprograms.containing(pc)));
      }
      if (at[pc].slots() == 2) {
        if (reached[pc + 1]) {
          throw new Refusal(
              Rule.JUMP_INTO_INSTRUCTION,
              pc,
              "jump into the middle of ldimm64 insn " + pc,
              "a jump goes to pc " + (pc + 1) + ", the second half of a 64-bit immediate");
        }
        pc++;
      }
    }
  }
}
