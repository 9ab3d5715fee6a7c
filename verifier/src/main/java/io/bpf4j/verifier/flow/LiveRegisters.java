package io.bpf4j.verifier.flow;

import io.bpf4j.isa.AddrSpaceCast;
import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.IndirectGoto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Store;
import java.util.function.IntUnaryOperator;

/**
 * Which registers may be read from each instruction on, before they are written: a backward
 * analysis within each function, to its fixpoint. What is dead need not be compared between states.
 */
final class LiveRegisters {
  private static final int R0 = 1;
  private static final int ARGUMENTS = 0b111110;
  private static final int CALLER_SAVED = ARGUMENTS | R0;

  private final Instruction[] at;
  private final int[] live;
  private final IntUnaryOperator helperArguments;

  /**
   * @param helperArguments how many arguments a helper takes, by its number
   */
  LiveRegisters(Instruction[] at, IntUnaryOperator helperArguments) {
    this.at = at;
    this.helperArguments = helperArguments;
    this.live = new int[at.length];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int pc = at.length - 1; pc >= 0; pc--) {
        changed |= at[pc] != null && update(pc);
      }
    }
  }

  int[] liveBefore() {
    return live;
  }

  private boolean update(int pc) {
    Instruction instruction = at[pc];
    int after = 0;
    int next = pc + instruction.slots();
    boolean falls =
        switch (instruction.kind()) {
          case EXIT, GOTO, INDIRECT_GOTO -> false;
          case ALU,
              BYTE_SWAP,
              LOAD_IMM64,
              LOAD,
              STORE,
              ATOMIC,
              JUMP,
              CALL,
              PACKET_LOAD,
              MAY_GOTO,
              ADDR_SPACE_CAST,
              RAW ->
              true;
        };
    if (falls && next < at.length) {
      after |= live[next];
    }
    int target = Targets.jump(pc, instruction);
    if (target != Targets.NONE) {
      after |= live[target];
    }
    int before = after & ~written(instruction) | read(instruction);
    boolean changed = before != live[pc];
    live[pc] = before;
    return changed;
  }

  private static int bit(Register register) {
    return 1 << register.number();
  }

  private static int bit(Operand operand) {
    return operand instanceof Register register ? bit(register) : 0;
  }

  private static int written(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> bit(((Alu) instruction).dst());
      case LOAD_IMM64 -> bit(((LoadImm64) instruction).dst());
      case LOAD -> bit(((Load) instruction).dst());
      case ADDR_SPACE_CAST -> bit(((AddrSpaceCast) instruction).dst());
      case ATOMIC -> {
        Atomic atomic = (Atomic) instruction;
        if (!atomic.op().fetches()) {
          yield 0;
        }
        yield atomic.op() == AtomicOp.CMPXCHG ? R0 : bit(atomic.src());
      }
      case CALL, PACKET_LOAD -> CALLER_SAVED;
      case BYTE_SWAP, STORE, JUMP, GOTO, EXIT, MAY_GOTO, INDIRECT_GOTO, RAW -> 0;
    };
  }

  private int argumentsOf(Instruction call) {
    int helper = Targets.helper(call);
    int arguments = helper < 0 ? 5 : helperArguments.applyAsInt(helper);
    return (1 << arguments + 1) - 2;
  }

  private int read(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> {
        Alu alu = (Alu) instruction;
        boolean moves = alu.op() == AluOp.MOV || alu.op().isSignExtendingMove();
        yield bit(alu.src()) | (moves ? 0 : bit(alu.dst()));
      }
      case BYTE_SWAP -> bit(((ByteSwap) instruction).dst());
      case ADDR_SPACE_CAST -> bit(((AddrSpaceCast) instruction).src());
      case INDIRECT_GOTO -> bit(((IndirectGoto) instruction).target());
      case LOAD -> bit(((Load) instruction).base());
      case STORE -> bit(((Store) instruction).base()) | bit(((Store) instruction).src());
      case ATOMIC -> {
        Atomic atomic = (Atomic) instruction;
        int read = bit(atomic.base());
        if (atomic.op() != AtomicOp.LOAD_ACQ) {
          read |= bit(atomic.src());
        }
        yield atomic.op() == AtomicOp.CMPXCHG ? read | R0 : read;
      }
      case JUMP -> bit(((Jump) instruction).dst()) | bit(((Jump) instruction).src());
      case CALL -> argumentsOf(instruction);
      case EXIT -> R0;
      case LOAD_IMM64, GOTO, MAY_GOTO -> 0;
      // Linux does not look into these.
      case PACKET_LOAD, RAW -> -1;
    };
  }
}
