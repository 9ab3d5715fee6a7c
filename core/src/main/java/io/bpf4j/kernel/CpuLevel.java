package io.bpf4j.kernel;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Code;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.JumpOp;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.Width;
import java.util.EnumSet;
import java.util.Set;

/** The levels of the instruction set that compilers offer ({@code -mcpu} of LLVM's BPF target). */
public enum CpuLevel {
  /** The first instruction set. */
  V1,
  /** With jumps on less than (4.14). */
  V2,
  /** With 32-bit jumps (5.1); compilers use 32-bit arithmetic from here on. */
  V3(Feature.JUMP_32),
  /** With sign extension, signed division, unconditional byte swaps and long jumps (6.6). */
  V4(
      Feature.JUMP_32,
      Feature.SIGN_EXTENDING_LOADS,
      Feature.SIGN_EXTENDING_MOVES,
      Feature.SIGNED_DIVISION,
      Feature.UNCONDITIONAL_BYTE_SWAP,
      Feature.GOTOL);

  private final Set<Feature> needs;

  CpuLevel(Feature... needs) {
    EnumSet<Feature> set = EnumSet.noneOf(Feature.class);
    set.addAll(Set.of(needs));
    this.needs = Set.copyOf(set);
  }

  /**
   * The lowest level that has an instruction, as LLVM assigns them ({@code llc -march=bpf
   * -mcpu=help}). Arithmetic of 32 bits is of the first instruction set, though compilers use it
   * from V3 on. The kernel's extensions that are younger than V4 (ordered accesses, {@code
   * may_goto}, {@code addr_space_cast}, {@code gotox}) count as V4: {@link Feature#neededBy} names
   * them. So does what is no instruction that is known.
   */
  public static CpuLevel of(Instruction instruction) {
    return switch (instruction.kind()) {
      case ALU -> of(((Alu) instruction).op());
      case BYTE_SWAP -> ((ByteSwap) instruction).order() == ByteSwap.Order.SWAP ? V4 : V1;
      case LOAD -> ((Load) instruction).signed() ? V4 : V1;
      case ATOMIC -> {
        AtomicOp op = ((Atomic) instruction).op();
        yield op.isOrderedAccess() ? V4 : op == AtomicOp.ADD ? V1 : V3;
      }
      case JUMP -> {
        Jump jump = (Jump) instruction;
        yield jump.width() == Width.W32 ? V3 : of(jump.op());
      }
      case GOTO -> ((Goto) instruction).isLong() ? V4 : V1;
      case LOAD_IMM64, STORE, CALL, EXIT, PACKET_LOAD -> V1;
      case MAY_GOTO, ADDR_SPACE_CAST, INDIRECT_GOTO, RAW -> V4;
    };
  }

  private static CpuLevel of(AluOp op) {
    return switch (op) {
      case SDIV, SMOD, MOVSX8, MOVSX16, MOVSX32 -> V4;
      case ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, NEG, MOD, XOR, MOV, ARSH -> V1;
    };
  }

  private static CpuLevel of(JumpOp op) {
    return switch (op) {
      case JLT, JLE, JSLT, JSLE -> V2;
      case JEQ, JGT, JGE, JSET, JNE, JSGT, JSGE -> V1;
    };
  }

  /** The lowest level that has every instruction of code. */
  public static CpuLevel of(Code code) {
    CpuLevel highest = V1;
    for (Instruction instruction : code.instructions()) {
      CpuLevel level = of(instruction);
      highest = level.compareTo(highest) > 0 ? level : highest;
    }
    return highest;
  }

  /** The features that a kernel must have to run every instruction of this level. */
  public Set<Feature> needs() {
    return needs;
  }

  /** Whether a kernel has all of this level. */
  public boolean isIn(KernelProfile profile) {
    return needs.stream().allMatch(profile::has);
  }
}
