package io.bpf4j.isa;

import io.bpf4j.AssemblyException;

/** Reads and sets the distance of an instruction that branches. */
final class Distances {
  private Distances() {}

  /** Whether the instruction goes to another place of the same code. */
  static boolean branches(Instruction instruction) {
    return switch (instruction.kind()) {
      case JUMP, GOTO, MAY_GOTO -> true;
      case CALL -> ((Call) instruction).callee() instanceof Callee.Local;
      case LOAD_IMM64 -> ((LoadImm64) instruction).value() instanceof Imm64.LocalFunction;
      case ALU,
          BYTE_SWAP,
          LOAD,
          STORE,
          ATOMIC,
          EXIT,
          PACKET_LOAD,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO,
          RAW ->
          false;
    };
  }

  /** The distance in slots from the slot after the instruction's first one. */
  static int of(Instruction instruction) {
    return switch (instruction.kind()) {
      case JUMP -> ((Jump) instruction).offset();
      case GOTO -> ((Goto) instruction).offset();
      case MAY_GOTO -> ((MayGoto) instruction).offset();
      case CALL -> ((Callee.Local) ((Call) instruction).callee()).offset();
      case LOAD_IMM64 -> ((Imm64.LocalFunction) ((LoadImm64) instruction).value()).offset();
      case ALU,
          BYTE_SWAP,
          LOAD,
          STORE,
          ATOMIC,
          EXIT,
          PACKET_LOAD,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO,
          RAW ->
          throw new IllegalArgumentException(instruction + " does not branch");
    };
  }

  /** The same instruction with another distance; a goto becomes long where it must. */
  static Instruction with(Instruction instruction, int distance, SourceLine line) {
    return switch (instruction.kind()) {
      case JUMP -> {
        Jump jump = (Jump) instruction;
        short offset = narrow(distance, line);
        yield new Jump(jump.op(), jump.width(), jump.dst(), jump.src(), offset);
      }
      case MAY_GOTO -> new MayGoto(narrow(distance, line));
      case GOTO ->
          new Goto(distance, ((Goto) instruction).isLong() || distance != (short) distance);
      case CALL -> new Call(new Callee.Local(distance));
      case LOAD_IMM64 ->
          new LoadImm64(((LoadImm64) instruction).dst(), new Imm64.LocalFunction(distance));
      case ALU,
          BYTE_SWAP,
          LOAD,
          STORE,
          ATOMIC,
          EXIT,
          PACKET_LOAD,
          ADDR_SPACE_CAST,
          INDIRECT_GOTO,
          RAW ->
          throw new IllegalArgumentException(instruction + " does not branch");
    };
  }

  private static short narrow(int distance, SourceLine line) {
    if (distance != (short) distance) {
      throw new AssemblyException(
          line == null ? 0 : line.line(),
          "a conditional jump of " + distance + " slots does not fit 16 bits: jump over a goto");
    }
    return (short) distance;
  }
}
