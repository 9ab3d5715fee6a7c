package io.bpf4j.spec.kernel;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.CodeBuilder;
import io.bpf4j.isa.Imm64;
import io.bpf4j.isa.LoadImm64;
import io.bpf4j.isa.Register;

/** What an argument register may be given; see {@link Stage} for where it is found. */
enum Offer {
  /** Nothing: the register is left unset. */
  UNSET,
  /** The number 0: null, or no bytes. */
  ZERO,
  ONE,
  EIGHT,
  /** One more than the shortest memory on offer has. */
  SIXTY_FIVE,
  HUGE,
  MINUS_ONE,
  /** A number of which nothing is known. */
  UNKNOWN,
  /** A number from 0 to 7. */
  UP_TO_SEVEN,
  /** A number from 1 to 8. */
  ONE_TO_EIGHT,
  STACK,
  /** Stack that was never written. */
  UNINITIALISED_STACK,
  /** Stack that holds a pointer. */
  SPILLED_POINTER,
  /** Stack at an address divisible by 4, not by 8. */
  STACK_AT_FOUR,
  STACK_AT_ODD,
  MAP_VALUE,
  READ_ONLY_MAP_VALUE,
  /** A string in a frozen read-only map. */
  STRING,
  PACKET,
  CONTEXT,
  MAP;

  /** Puts it into a register. */
  void into(Register register, CodeBuilder c) {
    switch (this) {
      case UNSET -> {}
      case ZERO -> c.mov(register, 0);
      case ONE -> c.mov(register, 1);
      case EIGHT -> c.mov(register, 8);
      case SIXTY_FIVE -> c.mov(register, 65);
      case HUGE -> c.mov(register, 1 << 16);
      case MINUS_ONE -> c.mov(register, -1);
      case UNKNOWN -> c.mov(register, Stage.NUMBER);
      case UP_TO_SEVEN -> c.mov(register, Stage.NUMBER).alu(AluOp.AND, register, 7);
      case ONE_TO_EIGHT ->
          c.mov(register, Stage.NUMBER).alu(AluOp.AND, register, 7).alu(AluOp.ADD, register, 1);
      case STACK -> stack(register, Stage.WRITTEN, c);
      case UNINITIALISED_STACK -> stack(register, Stage.UNWRITTEN, c);
      case SPILLED_POINTER -> stack(register, Stage.SPILLED, c);
      case STACK_AT_FOUR -> stack(register, Stage.WRITTEN + 4, c);
      case STACK_AT_ODD -> stack(register, Stage.WRITTEN + 3, c);
      case MAP_VALUE -> c.mov(register, Stage.VALUE);
      case READ_ONLY_MAP_VALUE -> value(register, Stage.READ_ONLY_MAP, c);
      case STRING -> value(register, Stage.STRING_MAP, c);
      case PACKET -> c.mov(register, Stage.PACKET);
      case CONTEXT -> c.mov(register, Stage.CONTEXT);
      case MAP -> c.loadMap(register, Stage.VALUE_MAP);
    }
  }

  private static void stack(Register register, int offset, CodeBuilder c) {
    c.mov(register, Register.R10).alu(AluOp.ADD, register, offset);
  }

  private static void value(Register register, String map, CodeBuilder c) {
    c.with(new LoadImm64(register, new Imm64.MapValueReference(map, 0)));
  }
}
