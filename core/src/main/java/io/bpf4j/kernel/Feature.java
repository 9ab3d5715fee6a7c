package io.bpf4j.kernel;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.Atomic;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Call;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Goto;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Jump;
import io.bpf4j.isa.Load;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Width;
import java.util.Optional;

/**
 * What some kernels have and others lack. Rules ask a {@link KernelProfile} for these, never for a
 * version: vendors backport.
 */
public enum Feature {
  /** Calls from one function of a program to another (4.16). */
  SUBPROGRAMS,
  /** Functions with BTF and global linkage, verified each for itself (5.6). */
  GLOBAL_FUNCTIONS,
  /** Tail calls in a program that has subprograms (5.10, by architecture). */
  SUBPROGRAMS_WITH_TAIL_CALLS,
  /** Loops that the verifier walks to their end (5.3). */
  BOUNDED_LOOPS,
  /**
   * Helpers that call a function of the program back: bpf_loop and others (5.13, bpf_loop 5.17).
   */
  CALLBACK_LOOPS,
  /** Loops over iterator kfuncs (6.4). */
  OPEN_CODED_ITERATORS,
  /** The instruction {@code may_goto} (6.9). */
  MAY_GOTO,
  /** 32-bit comparisons in jumps (5.1). */
  JUMP_32,
  /** Atomic and, or, xor, exchange, compare-and-exchange, and fetching variants (5.12). */
  ATOMIC_FETCH,
  /** {@code load_acquire} and {@code store_release} (6.15). */
  LOAD_ACQUIRE_STORE_RELEASE,
  /** {@code gotol}: a jump with a 32-bit distance (6.6). */
  GOTOL,
  /** Jumps to an address from a table (6.19). */
  INDIRECT_GOTO,
  /** Loads that extend the sign (6.6). */
  SIGN_EXTENDING_LOADS,
  /** Moves that extend the sign (6.6). */
  SIGN_EXTENDING_MOVES,
  /** Signed division and remainder (6.6). */
  SIGNED_DIVISION,
  /** {@code bswap16/32/64} (6.6). */
  UNCONDITIONAL_BYTE_SWAP,
  /** The legacy packet loads of socket filters and traffic classifiers. */
  LEGACY_PACKET_LOADS,
  /** Pointers into an arena, converted by {@code addr_space_cast} (6.9). */
  ADDR_SPACE_CAST,
  /** Calls of kernel functions found by BTF (5.13). */
  KFUNCS,
  /** 64-bit immediates that are addresses within a map's value (5.2). */
  GLOBAL_DATA,
  /** 64-bit immediates that name a map by its place in an array of descriptors (5.14). */
  MAP_INDEX_IMMEDIATES,
  /** 64-bit immediates that are addresses of kernel variables, found by BTF (5.9). */
  KERNEL_VARIABLES,
  /** Reads of the stack at an offset that is not constant (5.12). */
  VARIABLE_STACK_READS,
  /** Writes to the stack at an offset that is not constant (5.12). */
  VARIABLE_STACK_WRITES,
  /** Privileged programs may read stack bytes that they never wrote (6.3). */
  UNINITIALIZED_STACK_READS,
  /** Privileged programs may return a pointer where every value may be returned. */
  POINTER_RETURNS,
  /** Immediates may be stored to the context (6.4). */
  CONTEXT_IMMEDIATE_STORES,
  /** A comparison for (in)equality with a bound narrows the other range (6.8). */
  NOT_EQUAL_REFINES_BOUNDS,
  /** A spill of 4 bytes keeps what is known of the number (5.16). */
  NARROW_SPILL_KEEPS_BOUNDS,
  /** XDP programs for packets in several buffers (5.18). */
  XDP_FRAGMENTS,
  /** Programs that may sleep (5.10). */
  SLEEPABLE_PROGRAMS,
  /** {@code bpf_throw} (6.7). */
  EXCEPTIONS;

  /**
   * What a kernel must have to run an instruction, where that is more than the first instruction
   * set; for calls and 64-bit immediates by their form alone. Empty, too, for what is no
   * instruction.
   */
  public static Optional<Feature> neededBy(Instruction instruction) {
    return Optional.ofNullable(
        switch (instruction.kind()) {
          case ALU ->
              switch (((Alu) instruction).op()) {
                case SDIV, SMOD -> SIGNED_DIVISION;
                case MOVSX8, MOVSX16, MOVSX32 -> SIGN_EXTENDING_MOVES;
                case ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, NEG, MOD, XOR, MOV, ARSH -> null;
              };
          case BYTE_SWAP ->
              ((ByteSwap) instruction).order() == ByteSwap.Order.SWAP
                  ? UNCONDITIONAL_BYTE_SWAP
                  : null;
          case LOAD -> ((Load) instruction).signed() ? SIGN_EXTENDING_LOADS : null;
          case ATOMIC -> {
            AtomicOp op = ((Atomic) instruction).op();
            yield op.isOrderedAccess()
                ? LOAD_ACQUIRE_STORE_RELEASE
                : op == AtomicOp.ADD ? null : ATOMIC_FETCH;
          }
          case JUMP -> ((Jump) instruction).width() == Width.W32 ? JUMP_32 : null;
          case GOTO -> ((Goto) instruction).isLong() ? GOTOL : null;
          case LOAD_IMM64 -> neededBy(((LoadImm64) instruction).value());
          case CALL -> neededBy(((Call) instruction).callee());
          case PACKET_LOAD -> LEGACY_PACKET_LOADS;
          case MAY_GOTO -> MAY_GOTO;
          case ADDR_SPACE_CAST -> ADDR_SPACE_CAST;
          case INDIRECT_GOTO -> INDIRECT_GOTO;
          case STORE, EXIT, RAW -> null;
        });
  }

  private static Feature neededBy(Imm64 value) {
    if (value instanceof Imm64.Unresolved kept) {
      return switch (kept.source()) {
        case 2 -> GLOBAL_DATA;
        case 3 -> KERNEL_VARIABLES;
        case 5, 6 -> MAP_INDEX_IMMEDIATES;
        default -> null;
      };
    }
    if (value instanceof Imm64.LocalFunction || value instanceof Imm64.SubprogramAddress) {
      return CALLBACK_LOOPS;
    }
    return value instanceof Imm64.MapValueReference
        ? GLOBAL_DATA
        : value instanceof Imm64.KernelSymbol ? KERNEL_VARIABLES : null;
  }

  private static Feature neededBy(Callee callee) {
    if (callee instanceof Callee.Helper) {
      return null;
    }
    return callee instanceof Callee.Kfunc || callee instanceof Callee.KfuncId
        ? KFUNCS
        : SUBPROGRAMS;
  }
}
