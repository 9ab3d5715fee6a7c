package io.bpf4j.verifier.step;

import io.bpf4j.isa.Alu;
import io.bpf4j.isa.AluOp;
import io.bpf4j.isa.ByteSwap;
import io.bpf4j.isa.Imm;
import io.bpf4j.isa.Operand;
import io.bpf4j.isa.Register;
import io.bpf4j.isa.Width;
import io.bpf4j.verifier.check.Path;
import io.bpf4j.verifier.domain.Scalar;
import io.bpf4j.verifier.domain.ScalarAlu;
import io.bpf4j.verifier.domain.ScalarCast;
import io.bpf4j.verifier.rule.Rule;
import io.bpf4j.verifier.state.Reg;
import java.nio.ByteOrder;

/** Arithmetic, moves and byte swaps. */
final class AluStep {
  private AluStep() {}

  static void byteSwap(Path path, ByteSwap swap) {
    int dst = swap.dst().number();
    Reg reg = path.read(dst);
    path.requireWritable(dst);
    if (!reg.isScalar()) {
      path.set(dst, Reg.UNKNOWN);
      return;
    }
    boolean little = path.program().object().byteOrder() == ByteOrder.LITTLE_ENDIAN;
    boolean swaps =
        switch (swap.order()) {
          case SWAP -> true;
          case TO_LE -> !little;
          case TO_BE -> little;
        };
    path.set(dst, Reg.scalar(ScalarCast.swapBytes(reg.var(), swap.bits() / 8, swaps)));
  }

  static void alu(Path path, Alu alu) {
    int dst = alu.dst().number();
    switch (alu.op()) {
      case MOV -> move(path, alu, dst);
      case MOVSX8, MOVSX16, MOVSX32 -> signExtendingMove(path, alu, dst);
      case NEG -> {
        Reg reg = path.read(dst);
        path.requireWritable(dst);
        path.set(
            dst,
            reg.isScalar()
                ? Reg.scalar(ScalarAlu.apply(AluOp.NEG, alu.width(), reg.var(), reg.var()))
                : Reg.UNKNOWN);
      }
      case ADD, SUB, MUL, DIV, SDIV, OR, AND, LSH, RSH, MOD, SMOD, XOR, ARSH ->
          binary(path, alu, dst);
    }
  }

  private static void move(Path path, Alu alu, int dst) {
    if (alu.src() instanceof Imm imm) {
      path.requireWritable(dst);
      boolean wide = alu.width() == Width.W64;
      path.set(dst, Reg.constant(wide ? imm.value() : imm.value() & 0xffffffffL));
      return;
    }
    int src = ((Register) alu.src()).number();
    Reg value = path.read(src);
    path.requireWritable(dst);
    if (alu.width() == Width.W64) {
      value = path.linkable(value);
      path.set(src, value);
      path.set(dst, value);
    } else if (!value.isScalar()) {
      path.set(dst, Reg.scalar(ScalarAlu.zeroExtend(Scalar.UNKNOWN)));
    } else {
      boolean fits = value.var().width() <= 32;
      if (fits) {
        value = path.linkable(value);
        path.set(src, value);
      }
      Reg moved = fits ? value : value.unlinked();
      path.set(dst, moved.withVar(ScalarAlu.zeroExtend(value.var())));
    }
  }

  private static void signExtendingMove(Path path, Alu alu, int dst) {
    int src = ((Register) alu.src()).number();
    int bytes =
        switch (alu.op()) {
          case MOVSX8 -> 1;
          case MOVSX16 -> 2;
          default -> 4;
        };
    Reg value = path.read(src);
    path.requireWritable(dst);
    if (!value.isScalar()) {
      // A pointer's part is a number of which nothing is known.
      path.set(dst, Reg.UNKNOWN);
      return;
    }
    // A value without the sign bit is not changed, so it stays the same number as its source.
    boolean same = Long.compareUnsigned(value.var().umax(), 1L << (bytes * 8 - 1)) < 0;
    if (same) {
      value = path.linkable(value);
      path.set(src, value);
    }
    Reg moved = same ? value : value.unlinked();
    path.set(
        dst,
        moved.withVar(
            alu.width() == Width.W64
                ? ScalarCast.signExtend(value.var(), bytes)
                : ScalarCast.signExtend32(value.var(), bytes)));
  }

  private static void binary(Path path, Alu alu, int dst) {
    Reg right = operand(path, alu.src());
    Reg left = path.read(dst);
    checkImmediate(path, alu);
    path.requireWritable(dst);
    if (left.isPointer() && right.isPointer()) {
      pointerWithPointer(path, alu, dst);
    } else if (right.isPointer()) {
      path.requirePrecise(dst);
      PointerArithmetic.apply(path, alu, dst, right, left, true);
    } else if (left.isPointer()) {
      if (alu.src() instanceof Register src) {
        path.requirePrecise(src.number());
      }
      PointerArithmetic.apply(path, alu, dst, left, right, false);
    } else {
      scalars(path, alu, dst, left, right);
    }
  }

  private static Reg operand(Path path, Operand src) {
    return src instanceof Imm imm
        ? Reg.constant(imm.value())
        : path.read(((Register) src).number());
  }

  private static void checkImmediate(Path path, Alu alu) {
    if (!(alu.src() instanceof Imm imm)) {
      return;
    }
    switch (alu.op()) {
      case DIV, SDIV, MOD, SMOD -> {
        if (imm.value() == 0) {
          throw path.refuse(Rule.SCALAR_OPERATION, "div by zero", "the divisor is the constant 0");
        }
      }
      case LSH, RSH, ARSH -> {
        if (imm.value() < 0 || imm.value() >= alu.width().bits()) {
          throw path.refuse(
              Rule.SCALAR_OPERATION,
              "invalid shift " + imm.value(),
              "a shift of a "
                  + alu.width().bits()
                  + "-bit number is by 0 to "
                  + (alu.width().bits() - 1));
        }
      }
      default -> {}
    }
  }

  private static void pointerWithPointer(Path path, Alu alu, int dst) {
    if (alu.op() == AluOp.SUB) {
      // The distance of two pointers, or half of it: a number of which nothing is known.
      path.set(dst, Reg.UNKNOWN);
      return;
    }
    throw path.refuse(
        Rule.POINTER_ARITHMETIC,
        "R" + dst + " pointer " + Operators.symbol(alu.op()) + " pointer prohibited",
        "both operands are pointers; only their difference can be taken");
  }

  private static void scalars(Path path, Alu alu, int dst, Reg left, Reg right) {
    Reg result = Reg.scalar(ScalarAlu.apply(alu.op(), alu.width(), left.var(), right.var()));
    long added = addedConstant(alu, right);
    boolean keepsLink =
        left.id() != 0
            && left.addedBits() == 0
            && left.var().width() <= alu.width().bits()
            && (alu.op() == AluOp.ADD || alu.op() == AluOp.SUB)
            && isConstant(alu, right)
            && added == (int) added;
    path.set(
        dst, keepsLink ? result.linkedByAdd(left.id(), (int) added, alu.width().bits()) : result);
  }

  private static boolean isConstant(Alu alu, Reg reg) {
    return alu.width() == Width.W64 ? reg.var().isConstant() : reg.var().isLowConstant();
  }

  private static long addedConstant(Alu alu, Reg right) {
    long value = right.var().value();
    long added = alu.width() == Width.W64 ? value : (int) value;
    return alu.op() == AluOp.SUB ? -added : added;
  }
}
