package io.bpf4j.verifier.flow;

import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.MayGoto;

/** Where instructions go. */
public final class Targets {
  /** No target. */
  public static final int NONE = Integer.MIN_VALUE;

  private Targets() {}

  /** Where a jump goes to, {@link #NONE} for other instructions; may lie outside of the program. */
  public static int jump(int pc, Instruction instruction) {
    return switch (instruction.kind()) {
      case JUMP -> pc + 1 + ((Jump) instruction).offset();
      case MAY_GOTO -> pc + 1 + ((MayGoto) instruction).offset();
      case GOTO -> pc + 1 + ((Goto) instruction).offset();
      case ALU,
          BYTE_SWAP,
          LOAD_IMM64,
          LOAD,
          STORE,
          ATOMIC,
          CALL,
          EXIT,
          PACKET_LOAD,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO,
          RAW ->
          NONE;
    };
  }

  /** The subprogram called, or whose address is taken; {@link #NONE} for other instructions. */
  public static int function(int pc, Instruction instruction) {
    if (instruction instanceof Call call && call.callee() instanceof Callee.Local local) {
      return pc + 1 + local.offset();
    }
    if (instruction instanceof LoadImm64 load
        && load.value() instanceof Imm64.LocalFunction function) {
      return pc + 1 + function.offset();
    }
    return NONE;
  }

  /** The number of the helper called, -1 for other instructions. */
  public static int helper(Instruction instruction) {
    return instruction instanceof Call call && call.callee() instanceof Callee.Helper helper
        ? helper.id()
        : -1;
  }
}
