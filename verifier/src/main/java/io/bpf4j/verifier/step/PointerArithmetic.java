package io.bpf4j.verifier.step;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.Width;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.domain.PointerOffset;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.rule.Refusal;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import io.bpf4j.verifier.state.RegKind;

/** A pointer plus or minus a number. */
final class PointerArithmetic {
  private PointerArithmetic() {}

  /**
   * Sets {@code dst} to the result.
   *
   * @param swapped whether the number is the left operand
   */
  static void apply(Path path, Alu alu, int dst, Reg pointer, Reg number, boolean swapped) {
    if (alu.width() == Width.W32) {
      if (alu.op() == AluOp.SUB) {
        path.set(dst, Reg.UNKNOWN);
        return;
      }
      throw refuse(
          path,
          "R" + dst + " 32-bit pointer arithmetic prohibited",
          "half of a pointer is no pointer: use the 64-bit operation");
    }
    checkPointer(path, alu.op(), dst, pointer, number);
    checkOffset(path, number, pointer.kind());
    checkOffset(path, pointer, pointer.kind());
    Reg result =
        switch (alu.op()) {
          case ADD -> add(path, pointer, number.var());
          case SUB -> sub(path, dst, pointer, number.var(), swapped);
          case AND, OR, XOR ->
              throw refuse(
                  path,
                  "R"
                      + dst
                      + " bitwise operator "
                      + Operators.symbol(alu.op())
                      + " on pointer prohibited",
                  "the result would be no pointer");
          default ->
              throw refuse(
                  path,
                  "R"
                      + dst
                      + " pointer arithmetic with "
                      + Operators.symbol(alu.op())
                      + " operator prohibited",
                  "only numbers can be added to, and subtracted from, a pointer");
        };
    checkOffset(path, result, pointer.kind());
    path.set(dst, result.withVar(PointerOffset.inStep(result.var())));
  }

  private static void checkPointer(Path path, AluOp op, int dst, Reg pointer, Reg number) {
    if (pointer.maybeNull()) {
      throw path.refuse(
          Rule.POINTER_ARITHMETIC_NULL,
          "R"
              + dst
              + " pointer arithmetic on "
              + Path.kernelName(pointer)
              + " prohibited, null-check it first",
          "the pointer may be null");
    }
    boolean addsZero = op == AluOp.ADD && number.isNull();
    boolean allowed =
        switch (pointer.kind()) {
          case CTX, MAP_VALUE, MAP_KEY, STACK, PACKET, PACKET_META, MEM, FUNC, TP_BUFFER -> true;
          case FLOW_KEYS -> number.isConstant();
          case CONST_MAP_PTR -> addsZero;
          case PACKET_END, NOT_INIT, SCALAR, SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK -> false;
        };
    if (!allowed) {
      throw refuse(
          path,
          "R" + dst + " pointer arithmetic on " + Path.kernelName(pointer) + " prohibited",
          "a " + Path.kernelName(pointer) + " pointer has no offset");
    }
  }

  private static void checkOffset(Path path, Reg reg, RegKind kind) {
    Scalar var = reg.var();
    String name = kind.kernelName();
    int off = reg.off();
    if (var.isConstant()
        && (var.value() >= PointerOffset.LIMIT || var.value() <= -PointerOffset.LIMIT)) {
      throw outOfRange(
          path, "math between " + name + " pointer and " + var.value() + " is not allowed");
    }
    if (off >= PointerOffset.LIMIT || off <= -PointerOffset.LIMIT) {
      throw outOfRange(path, name + " pointer offset " + off + " is not allowed");
    }
    if (var.smin() == Long.MIN_VALUE) {
      throw outOfRange(
          path,
          "math between " + name + " pointer and register with unbounded min value is not allowed");
    }
    if (var.smin() >= PointerOffset.LIMIT || var.smin() <= -PointerOffset.LIMIT) {
      throw outOfRange(
          path, "value " + var.smin() + " makes " + name + " pointer be out of bounds");
    }
  }

  private static Refusal outOfRange(Path path, String message) {
    return path.refuse(
        Rule.POINTER_OFFSET_RANGE,
        message,
        "the offset must be known to lie within 2^29 bytes of the pointer");
  }

  private static Reg add(Path path, Reg pointer, Scalar number) {
    if (number.isConstant()) {
      long sum = pointer.off() + number.value();
      if (sum == (int) sum) {
        return pointer.withOffset((int) sum, PointerOffset.unbounded32(pointer.var()));
      }
    }
    Reg moved = pointer.withOffset(pointer.off(), PointerOffset.add(pointer.var(), number));
    return pointer.kind().isPacket() ? moved.withId(path.newId()).withRange(0) : moved;
  }

  private static Reg sub(Path path, int dst, Reg pointer, Scalar number, boolean swapped) {
    if (swapped) {
      throw refuse(
          path,
          "R" + dst + " tried to subtract pointer from scalar",
          "a number minus a pointer is nothing of use");
    }
    if (pointer.kind() == RegKind.STACK) {
      throw refuse(
          path,
          "R" + dst + " subtraction from stack pointer prohibited",
          "add a negative number instead");
    }
    if (number.isConstant()) {
      long difference = pointer.off() - number.value();
      if (difference == (int) difference) {
        return pointer.withOffset((int) difference, PointerOffset.unbounded32(pointer.var()));
      }
    }
    Reg moved = pointer.withOffset(pointer.off(), PointerOffset.sub(pointer.var(), number));
    if (!pointer.kind().isPacket()) {
      return moved;
    }
    Reg renamed = moved.withId(path.newId());
    return number.smin() < 0 ? renamed.withRange(0) : renamed;
  }

  private static Refusal refuse(Path path, String message, String detail) {
    return path.refuse(Rule.POINTER_ARITHMETIC, message, detail);
  }
}
