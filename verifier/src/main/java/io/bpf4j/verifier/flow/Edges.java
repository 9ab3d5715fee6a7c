package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Instruction;

/** Where control goes from each instruction within its function, and where it comes from. */
final class Edges {
  /** No instruction. */
  static final int NONE = -1;

  /** As many successors as an instruction may have. */
  static final int MOST = 2;

  private final Instruction[] at;
  private final int[] firstOf;
  private final int[] sources;

  Edges(Instruction[] at) {
    this.at = at;
    firstOf = new int[at.length + 1];
    for (int pc = 0; pc < at.length; pc++) {
      for (int which = 0; which < MOST; which++) {
        int to = successor(pc, which);
        if (to != NONE) {
          firstOf[to + 1]++;
        }
      }
    }
    for (int pc = 0; pc < at.length; pc++) {
      firstOf[pc + 1] += firstOf[pc];
    }
    sources = new int[firstOf[at.length]];
    int[] next = firstOf.clone();
    for (int pc = 0; pc < at.length; pc++) {
      for (int which = 0; which < MOST; which++) {
        int to = successor(pc, which);
        if (to != NONE) {
          sources[next[to]++] = pc;
        }
      }
    }
  }

  /** How many instructions lead to one. */
  int predecessors(int pc) {
    return firstOf[pc + 1] - firstOf[pc];
  }

  int predecessor(int pc, int index) {
    return sources[firstOf[pc] + index];
  }

  /** The first or second place to go on, {@link #NONE} where there is none. */
  int successor(int pc, int which) {
    Instruction instruction = at[pc];
    if (instruction == null) {
      return NONE;
    }
    int next = pc + instruction.slots();
    int target =
        switch (instruction.kind()) {
          case EXIT, INDIRECT_GOTO -> NONE;
          case GOTO -> which == 0 ? Targets.jump(pc, instruction) : NONE;
          case JUMP, MAY_GOTO -> which == 0 ? next : Targets.jump(pc, instruction);
          case ALU,
              BYTE_SWAP,
              LOAD_IMM64,
              LOAD,
              STORE,
              ATOMIC,
              CALL,
              PACKET_LOAD,
              ADDR_SPACE_CAST,
              RAW ->
              which == 0 ? next : NONE;
        };
    return target < at.length && target >= 0 && at[target] != null ? target : NONE;
  }
}
