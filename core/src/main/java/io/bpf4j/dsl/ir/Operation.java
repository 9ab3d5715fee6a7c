package io.bpf4j.dsl.ir;

import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.AtomicOp;
import io.bpf4j.isa.Callee;
import io.bpf4j.isa.Size;
import io.bpf4j.isa.Width;

/** What a {@link Node} does with its operands. */
public sealed interface Operation {
  /** Names the record, for exhaustive switch expressions. */
  enum Kind {
    CONSTANT,
    MAP_ADDRESS,
    STACK_ADDRESS,
    PARAMETER,
    PHI,
    BINARY,
    TRUNCATE,
    TO_BIG_ENDIAN,
    LOAD,
    STORE,
    UPDATE,
    CALL
  }

  /** Which record this is. */
  Kind kind();

  /** Whether the node is made anew wherever it is used, and so belongs to no block. */
  default boolean isFloating() {
    return switch (kind()) {
      case CONSTANT, MAP_ADDRESS, STACK_ADDRESS -> true;
      default -> false;
    };
  }

  /** Whether the node must stay although nobody uses its value. */
  default boolean hasEffect() {
    return switch (kind()) {
      case STORE, UPDATE, CALL -> true;
      default -> false;
    };
  }

  /**
   * A number.
   *
   * @param value all 64 bits of the register
   */
  record Constant(long value) implements Operation {
    @Override
    public Kind kind() {
      return Kind.CONSTANT;
    }
  }

  /**
   * A map's address.
   *
   * @param map its name in the object
   */
  record MapAddress(String map) implements Operation {
    @Override
    public Kind kind() {
      return Kind.MAP_ADDRESS;
    }
  }

  /**
   * The address of bytes on the stack.
   *
   * @param slot which bytes
   */
  record StackAddress(StackSlot slot) implements Operation {
    @Override
    public Kind kind() {
      return Kind.STACK_ADDRESS;
    }
  }

  /**
   * A parameter of the function.
   *
   * @param index 0 to 4, in R1 to R5
   */
  record Parameter(int index) implements Operation {
    @Override
    public Kind kind() {
      return Kind.PARAMETER;
    }
  }

  /**
   * The value of the edge by which the block was entered; one operand a predecessor, in their
   * order.
   *
   * @param max the greatest value it can have, unsigned; -1 where nothing is known
   */
  record Phi(long max) implements Operation {
    @Override
    public Kind kind() {
      return Kind.PHI;
    }
  }

  /**
   * {@code first op second}.
   *
   * @param op an operation of two operands; not a move
   * @param width 32 bits, zero-extended, or 64
   */
  record Binary(AluOp op, Width width) implements Operation {
    @Override
    public Kind kind() {
      return Kind.BINARY;
    }
  }

  /** The lower 32 bits. */
  record Truncate() implements Operation {
    @Override
    public Kind kind() {
      return Kind.TRUNCATE;
    }
  }

  /**
   * Between the machine's byte order and network byte order; its own inverse.
   *
   * @param bits 16, 32 or 64; higher bits become 0
   */
  record ToBigEndian(int bits) implements Operation {
    @Override
    public Kind kind() {
      return Kind.TO_BIG_ENDIAN;
    }
  }

  /**
   * Reads memory: operand 0 is the address.
   *
   * @param size bytes read, zero-extended
   * @param offset added to the address
   */
  record Load(Size size, int offset) implements Operation {
    @Override
    public Kind kind() {
      return Kind.LOAD;
    }
  }

  /**
   * Writes memory: operand 0 is the address, operand 1 the value.
   *
   * @param size bytes written
   * @param offset added to the address
   */
  record Store(Size size, int offset) implements Operation {
    @Override
    public Kind kind() {
      return Kind.STORE;
    }
  }

  /**
   * Changes memory atomically: operand 0 is the address, operand 1 the value.
   *
   * @param op an operation that does not fetch
   * @param size W or DW
   * @param offset added to the address
   */
  record Update(AtomicOp op, Size size, int offset) implements Operation {
    @Override
    public Kind kind() {
      return Kind.UPDATE;
    }
  }

  /**
   * Calls; the operands are the arguments.
   *
   * @param callee whom
   */
  record Call(Callee callee) implements Operation {
    @Override
    public Kind kind() {
      return Kind.CALL;
    }
  }
}
