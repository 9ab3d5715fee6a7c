package io.bpf4j.isa;

import java.util.Locale;
import java.util.Optional;

/** The sets of instructions that an implementation has in whole or not (RFC 9669, section 2.4). */
public enum ConformanceGroup {
  BASE32,
  BASE64,
  ATOMIC32,
  ATOMIC64,
  DIVMUL32,
  DIVMUL64,
  PACKET,
  /** What the kernel has beyond the RFC; not a group of its registry. */
  KERNEL;

  /** The group that an instruction is in; empty for {@link Raw}, which is none. */
  public static Optional<ConformanceGroup> of(Instruction instruction) {
    return Optional.ofNullable(
        switch (instruction.kind()) {
          case ALU -> of((Alu) instruction);
          case BYTE_SWAP -> ((ByteSwap) instruction).bits() == 64 ? BASE64 : BASE32;
          case LOAD -> {
            Load load = (Load) instruction;
            yield load.signed() || load.size() == Size.DW ? BASE64 : BASE32;
          }
          case STORE -> ((Store) instruction).size() == Size.DW ? BASE64 : BASE32;
          case ATOMIC -> {
            Atomic atomic = (Atomic) instruction;
            yield atomic.op().isOrderedAccess()
                ? KERNEL
                : atomic.size() == Size.DW ? ATOMIC64 : ATOMIC32;
          }
          case JUMP -> ((Jump) instruction).width() == Width.W64 ? BASE64 : BASE32;
          case LOAD_IMM64 -> BASE64;
          case GOTO, CALL, EXIT -> BASE32;
          case PACKET_LOAD -> PACKET;
          case MAY_GOTO, ADDR_SPACE_CAST, INDIRECT_GOTO -> KERNEL;
          case RAW -> null;
        });
  }

  private static ConformanceGroup of(Alu alu) {
    boolean wide = alu.width() == Width.W64;
    return switch (alu.op()) {
      case MUL, DIV, SDIV, MOD, SMOD -> wide ? DIVMUL64 : DIVMUL32;
      case ADD, SUB, OR, AND, LSH, RSH, NEG, XOR, MOV, MOVSX8, MOVSX16, MOVSX32, ARSH ->
          wide ? BASE64 : BASE32;
    };
  }

  /** The name in the registry, such as {@code base32}. */
  public String rfcName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
