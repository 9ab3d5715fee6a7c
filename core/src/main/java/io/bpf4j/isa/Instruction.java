package io.bpf4j.isa;

/**
 * One BPF instruction: one record a kind, as RFC 9669 divides them. Whatever can be constructed can
 * be encoded; whether it is safe is the verifier's question. Jump distances are the encoded ones,
 * in 8-byte slots from the next instruction; use a {@link CodeBuilder} to write them with labels.
 */
public sealed interface Instruction extends CodeElement
    permits Alu,
        ByteSwap,
        LoadImm64,
        Load,
        Store,
        Atomic,
        Jump,
        Goto,
        Call,
        Exit,
        PacketLoad,
        MayGoto,
        AddrSpaceCast,
        IndirectGoto,
        Raw {

  /** Names the record, for exhaustive switch expressions. */
  enum Kind {
    ALU,
    BYTE_SWAP,
    LOAD_IMM64,
    LOAD,
    STORE,
    ATOMIC,
    JUMP,
    GOTO,
    CALL,
    EXIT,
    PACKET_LOAD,
    MAY_GOTO,
    ADDR_SPACE_CAST,
    INDIRECT_GOTO,
    RAW
  }

  /** Which record this is; never null. */
  Kind kind();

  /** How many 8-byte slots the encoding takes: 2 for the 64-bit immediate, else 1. */
  default int slots() {
    return 1;
  }
}
