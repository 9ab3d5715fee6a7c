package io.bpf4j.asm;

import io.bpf4j.isa.Code;
import io.bpf4j.isa.Instruction;
import io.bpf4j.isa.Raw;
import java.nio.ByteOrder;
import java.util.List;

/** The opcode byte of an instruction, which the kernel's log shows before it. */
final class Opcodes {
  private Opcodes() {}

  static int of(Instruction instruction) {
    return switch (instruction.kind()) {
      case LOAD_IMM64 -> 0x18;
      case CALL -> 0x85;
      case RAW -> ((Raw) instruction).opcode();
      case ALU,
          BYTE_SWAP,
          LOAD,
          STORE,
          ATOMIC,
          JUMP,
          GOTO,
          EXIT,
          PACKET_LOAD,
          MAY_GOTO,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO ->
          Code.of(List.of(instruction)).encode(ByteOrder.LITTLE_ENDIAN)[0] & 0xff;
    };
  }
}
